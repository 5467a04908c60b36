// Every page of the router by who opens it, each with the address at which it is looked at.
import { readdirSync } from "node:fs";
import type { Administered, AtCounter, Managed } from "./longest";
import { projectFile, projectText } from "./server";

/** Pages by their paths as the table of rights has them, each with its addresses in a centre of the longest names. */
export type Rooms<Names> = Record<string, (names: Names) => string[]>;

const itself = (...paths: string[]): Rooms<unknown> => Object.fromEntries(paths.map((path) => [path, () => [path]]));

export const PUBLIC: Rooms<Administered & AtCounter> = {
  ...itself("/board", "/board/days", "/help", "/privacy", "/procedures", "/documents", "/sign-in"),
  ...itself("/lookup/tell", "/lookup/tell/code", "/feedback", "/feedback/follow", "/feedback/rate", "/feedback/answers"),
  "/lookup": ({ slipLink }) => ["/lookup", `/lookup#${slipLink}`],
  "/lookup/tell/confirm/{token}": () => ["/lookup/tell/confirm/1"],
  "/lookup/tell/stop/{token}": () => ["/lookup/tell/stop/1"],
  "/help/{topic}": () => ["/help/receive"],
  "/procedures/{code}": ({ procedureCode }) => [`/procedures/${procedureCode}`],
  "/procedures/{code}/sheet": ({ procedureCode }) => [`/procedures/${procedureCode}/sheet`],
  "/documents/{document}": () => ["/documents/2"],
  "/welcome/{link}": ({ welcome }) => [welcome],
};

export const DESK: Rooms<Administered & AtCounter> = {
  ...itself("/desk", "/desk/register", "/desk/shortcuts", "/desk/feedback", "/account", "/account/absence"),
  "/desk/dossiers/{code}": ({ dossier }) => [dossier, `${dossier}?tab=waiting`],
  "/desk/dossiers/{code}/amend": ({ dossier }) => [`${dossier}/amend`],
  "/desk/dossiers/{code}/slip": ({ dossier }) => [`${dossier}/slip`],
  "/desk/dossiers/{code}/control-slip": ({ dossier }) => [`${dossier}/control-slip`],
  "/desk/dossiers/{code}/hand-over": ({ dossier }) => [`${dossier}/hand-over`],
  "/desk/dossiers/{code}/letters/{sequence}": ({ letters }) => letters,
  "/desk/receive": ({ procedureCode }) => ["/desk/receive", "/desk/receive?q=ho", `/desk/receive?q=${procedureCode}`],
  "/desk/feedback/{feedback}": ({ explanation }) => [explanation],
};

export const MANAGERS: Rooms<Managed> = {
  ...itself("/manage", "/manage/throughput", "/manage/definitions", "/manage/due", "/manage/receptions", "/manage/report", "/manage/report/new"),
  ...itself("/manage/notices", "/manage/notices/new", "/manage/absences", "/manage/alarms", "/manage/feedback"),
  ...itself("/manage/screens", "/manage/screens/new", "/manage/screens/preview"),
  "/desk/export/register": () => ["/desk/export/register"],
  "/manage/dossiers": () => ["/manage/dossiers?figure=late&period=year"],
  "/manage/report/days": () => ["/manage/report/days?from=2026-01-05&last=2026-02-10"],
  "/manage/report/{period}": ({ report }) => [report, `${report}?by=agency`],
  "/manage/report/{period}/dossiers": ({ reportCell }) => [reportCell],
  "/manage/report/{period}/sign": ({ report }) => [`${report}/sign`],
  "/manage/report/{period}/edit": ({ ownReport }) => [`${ownReport}/edit`],
  "/manage/notices/{notice}": ({ notice }) => [`/manage/notices/${notice}`],
  "/manage/notices/{notice}/edit": ({ notice }) => [`/manage/notices/${notice}/edit`],
  "/manage/feedback/{feedback}": ({ feedback }) => [feedback],
  "/manage/screens/wall/{screen}": () => ["/manage/screens/wall/lobby"],
  "/manage/replay": () => ["/manage/replay?screen=main"],
};

export const ADMINISTRATORS: Rooms<Administered> = {
  ...itself("/admin", "/admin/people", "/admin/agencies", "/admin/settings", "/admin/fields", "/admin/procedures", "/admin/procedures/import"),
  ...itself("/admin/procedures/new", "/admin/documents", "/admin/documents/new", "/admin/outbox", "/admin/import", "/admin/audit", "/admin/clock"),
  ...itself("/admin/calendar", "/admin/calendar/day", "/admin/calendar/file", "/admin/calendar/hours"),
  "/admin/people/{account}": ({ account }) => [account],
  "/admin/agencies/{agency}": ({ agency }) => [agency],
  "/admin/fields/{field}": ({ field }) => [field],
  "/admin/settings/{setting}": () => ["/admin/settings/centre_name", "/admin/settings/deadline_rule"],
  "/admin/procedures/{procedure}": ({ procedure }) => [procedure],
  "/admin/procedures/{procedure}/parts": ({ procedure }) => [`${procedure}/parts`],
  "/admin/procedures/{procedure}/guide": ({ procedure }) => [`${procedure}/guide`],
  "/admin/documents/{document}": () => ["/admin/documents/2"],
  "/admin/import/{import}": ({ file }) => [file],
  "/admin/import/{import}/columns": ({ file }) => [`${file}/columns`],
  "/admin/import/{import}/words": ({ file }) => [`${file}/words`],
};

/** What a clerk prints. */
export const deskPapers = ({ dossier, letters, procedureCode }: Administered & AtCounter): string[] => [
  ...["slip", "control-slip", "hand-over"].map((paper) => `${dossier}/${paper}`),
  ...letters,
  "/desk/register",
  `/procedures/${procedureCode}/sheet`,
];

/** What a manager prints. */
export const managersPapers = ({ report }: Managed): string[] => [report, `${report}?by=agency`, "/desk/export/register"];

/** The addresses of rooms. */
export const addresses = <Names>(rooms: Rooms<Names>, names: Names): string[] => Object.values(rooms).flatMap((room) => room(names));

/** Of the paths that answer to GET, those that are no page of a room: walls, which have specs of their own; files, streams and parts of pages. */
const NO_ROOMS = new Set([
  "/", "/screen/{name}", "/screen", "/events/{screen}", "/changes/{screen}", "/painted", "/logo", "/healthz", "/readyz", "/metrics",
  "/documents/{document}/versions/{version}", "/desk/dossiers/{code}/attachments/{attachment}/file", "/manage/report/{period}/file", "/desk/procedures", "/desk/export", "/manage/live", "/manage/screens/now",
  "/manage/screens/wall/{screen}/frame", "/manage/replay/wall", "/manage/replay/evidence", "/admin/import/mapping", "/admin/import/{import}/bad",
  // Open only between name and digits; `desk-axe.spec.ts` looks at it.
  "/sign-in/code",
  // Files are sent there from the dossier's page, which shows what is wrong with them.
  "/desk/dossiers/{code}/attachments",
]);
const NO_PAGE = /\.(svg|json|csv|xlsx|html)$|\/events$/;

/** Addresses to which forms are sent only, as the rooms list them in the router, without what they begin with. */
function formAddresses(): string[] {
  const files = readdirSync(projectFile("app", "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("mod.rs"));
  const found = files.flatMap((file) => [...projectText("app", "src", file).matchAll(/<ActRoute path=path!\("([^"]+)"\)/g)]);
  return found.map(([, path = ""]) => path.replace(/:([a-z]+)/g, "{$1}"));
}

/** Every page of a room that the table of rights lists; a test of the server holds that table to the router. */
export function listedPages(): string[] {
  const forms = formAddresses();
  const listed = [...projectText("server", "tests", "web", "rights", "table.rs").matchAll(/^ {4}"(\/[^"]*)",$/gm)].map(([, path = ""]) => path);
  const isRoom = (path: string): boolean => !NO_ROOMS.has(path) && !NO_PAGE.test(path) && !forms.some((form) => path.endsWith(form));
  return listed.filter(isRoom);
}
