import { expect } from "@playwright/test";
import type { Server } from "./server";

/** The totals of a board as open data carry them, in dossiers. */
export interface Total {
  received_online: number;
  received_direct: number;
  carried: number;
  early: number;
  on_time: number;
  late: number;
  withdrawn: number;
  ineligible: number;
  within: number;
  overdue: number;
  paused: number;
}

export interface Row {
  key: string;
  name: { vi: string; en: string | null } | null;
  received: number;
  early: number;
  on_time: number;
  late: number;
  pending: number;
}

export interface Board {
  period: { kind: string; from: string; to: string };
  total: Total;
  rows: Row[];
}

export interface Edition {
  version: number;
  boards: Board[];
}

export const inTime = (total: Total): number => total.early + total.on_time;
export const pending = (total: Total): number => total.within + total.overdue + total.paused;

const hasMovement = (row: Row): boolean => row.received + row.early + row.on_time + row.late > 0;
/** Whether a field shown by name has no figure: a wall only counts it. */
export const isQuiet = (row: Row): boolean => row.name !== null && !hasMovement(row) && row.pending === 0;
/** The rows in the order of a wall: those with movement, those that only wait, the folded ones. */
export const onWall = (rows: Row[]): Row[] => {
  const place = (row: Row): number => (row.name === null ? 2 : hasMovement(row) ? 0 : 1);
  return rows.filter((row) => !isQuiet(row)).sort((one, other) => place(one) - place(other));
};

/** The edition that the server publishes now. */
export async function edition(server: Server, period = "all"): Promise<Edition> {
  const answer = await fetch(`${server.url}/open/board.json?period=${period}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Edition;
}

/** The centre's board of the running month. */
export async function monthOf(server: Server): Promise<Board> {
  const board = (await edition(server, "month")).boards[0];
  if (!board) throw new Error("open data without the month's board");
  return board;
}

/** Comma-separated values as rows of cells; quotes are understood. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let cell = "";
  let row: string[] = [];
  let isQuoted = false;
  const plain = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (isQuoted && letter === '"' && plain[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === "," && !isQuoted) {
      row.push(cell);
      cell = "";
    } else if (letter === "\n" && !isQuoted) {
      rows.push([...row, cell]);
      [row, cell] = [[], ""];
    } else if (letter !== "\r") cell += letter;
  }
  if (cell || row.length) rows.push([...row, cell]);
  return rows;
}
