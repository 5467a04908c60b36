import { expect } from "@playwright/test";
import type { Server } from "./server";

const HOUR_MS = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** What is said on the walls, in both languages. */
export interface Notice {
  vi: string;
  en: string;
  isEmergency?: boolean;
}

/** As long as one that a centre would write. */
export const NOTICE: Notice = {
  vi: "Sáng thứ Bảy 28/11 Trung tâm tiếp nhận hồ sơ đất đai từ 7 giờ 30 đến 11 giờ 30 tại quầy số 5",
  en: "On Saturday 28 November the Centre takes land dossiers from 7.30 to 11.30 at counter 5",
};

export const ALARM: Notice = {
  vi: "Báo cháy: mời mọi người rời khỏi tòa nhà theo lối thoát hiểm gần nhất, không dùng thang máy",
  en: "Fire alarm: please leave the building by the nearest emergency exit, do not use the lift",
  isEmergency: true,
};

/** Puts it on every wall from now on; returns the number by which it is ended. */
export async function addNotice(on: Server, { vi, en, isEmergency = false }: Notice): Promise<string> {
  const flags = isEmergency ? ["--emergency"] : [];
  const said = await on.run("notice", "add", "--vi", vi, "--en", en, "--from", inHours(-1), "--until", inHours(2), ...flags);
  expect(said.code, said.stdout + said.stderr).toBe(0);
  return said.stdout.trim();
}

export async function endNotice(on: Server, id: string): Promise<void> {
  const said = await on.run("notice", "end", id);
  expect(said.code, said.stdout + said.stderr).toBe(0);
}
