import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Server } from "./server";

const PASSWORD = "bốn con mèo đen trên mái";
/** Nobody of this name applies anywhere. */
export const APPLICANT = "Nguyễn Thử Nghiệm";
/** An agency of the demo centre. */
export const AGENCY = "Quầy Tư pháp – Hộ tịch";
/** A procedure of the demo centre that two agencies handle, and these. */
export const OF_TWO = { code: "VBCC.01", agencies: ["Quầy Giáo dục và Đào tạo", "Quầy Sở Giáo dục và Đào tạo"] } as const;

export type Role = "staff" | "manager" | "admin";

/** An account and the one-time link that its holder would be given; colleagues read `displayName`, where it is another. */
export async function link(server: Server, name: string, role: Role, displayName: string = name): Promise<string> {
  const said = await server.run("user", "add", name, "--role", role, "--display-name", displayName);
  expect(said.code, said.stderr).toBe(0);
  const path = /\/welcome\/\S+/.exec(said.stdout)?.[0];
  expect(path, said.stdout).toBeDefined();
  return server.url + (path ?? "");
}

/** The six digits that an authenticator app shows for a secret in base 32, `later` steps from now. */
export function appCode(secret: string, later = 0): string {
  const bits = [...secret.trim()].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", Buffer.from(bytes)).update(step).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Sets the password by the link, as its holder does; for a manager the second factor, too. Gives its secret. */
export async function settle(page: Page, address: string): Promise<string> {
  await page.goto(address);
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  const shown = page.locator(".front-secret");
  const secret = (await shown.count()) > 0 ? ((await shown.textContent()) ?? "") : "";
  if (secret !== "") await page.locator("#code").fill(appCode(secret));
  await page.locator("form button").click();
  await expect(page.getByRole("link", { name: "Đăng nhập" })).toBeVisible();
  return secret;
}

/** A new person, signed in. */
export async function signIn(server: Server, page: Page, name: string, role: Role = "staff", displayName: string = name): Promise<void> {
  const secret = await settle(page, await link(server, name, role, displayName));
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  if (secret !== "") {
    await page.locator("#code").fill(appCode(secret, 1));
    await page.getByRole("button", { name: "Tiếp tục" }).click();
  }
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toBeVisible();
}

/** Says for which agency a dossier is received, where several handle its procedure, and goes on to the form. */
export async function settleAgency(page: Page, agency: string = AGENCY): Promise<void> {
  const asked = page.locator("select#agency");
  await expect(asked.or(page.locator(".will-code"))).toBeVisible();
  if ((await asked.count()) > 0) {
    await asked.selectOption({ label: agency });
    await asked.press("Tab");
    await page.keyboard.press("Enter");
  }
  await expect(page.locator(".will-code")).toBeVisible();
}

/** The form for a procedure found by these words and nothing else. */
export async function openForm(server: Server, page: Page, words = "HKD.01", agency: string = AGENCY): Promise<void> {
  await page.goto(`${server.url}/desk/receive?q=${encodeURIComponent(words)}`);
  await settleAgency(page, agency);
}

/** Receives a dossier of the first procedure found by these words; its code. */
export async function receive(server: Server, page: Page, words = "ho kinh doanh"): Promise<string> {
  await page.goto(`${server.url}/desk/receive`);
  await page.getByLabel("Thủ tục").fill(words);
  await page.getByLabel("Thủ tục").press("Enter");
  await page.locator(".found a").first().click();
  await settleAgency(page);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.getByLabel(/Số điện thoại/).fill("0912 345 678");
  await page.getByLabel("Đơn đề nghị theo mẫu").check();
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.getByRole("heading", { name: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" })).toBeVisible();
  return ((await page.locator(".paper-code b").textContent()) ?? "").trim();
}

/** The page of a dossier. */
export function dossier(server: Server, code: string): string {
  return `${server.url}/desk/dossiers/${code}`;
}

/** Types a day and its time, written as `2026-11-27T17:00`, into the two fields of a moment. */
export async function fillMoment(page: Page, name: string, at: string): Promise<void> {
  const [day = "", time = ""] = at.split("T");
  const moment = page.getByRole("group", { name });
  await moment.getByLabel("Ngày").fill(day.split("-").reverse().join("/"));
  await moment.getByLabel("Giờ").fill(time);
}

/** The times that the hint beside a new due time names: until when, and the latest new one, as machines write them. */
export async function extensionBounds(page: Page): Promise<[until: string, most: string]> {
  const hint = (await page.getByText(/Gia hạn được đến/).textContent()) ?? "";
  const named = [...hint.matchAll(/(\d\d:\d\d) (\d\d)\/(\d\d)\/(\d{4})/g)];
  const [until = "", most = ""] = named.map(([, time, day, month, year]) => `${year}-${month}-${day}T${time}`);
  return [until, most];
}

/** Records a step that takes a reason. */
export async function recordWithReason(page: Page, step: string, reason: string): Promise<void> {
  await page.getByLabel(step).check();
  await page.getByLabel("Lý do", { exact: true }).fill(reason);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
}
