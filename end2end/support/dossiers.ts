import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Server } from "./server";

const DAY_MS = 86_400_000;
let serial = 9_000;

const ago = (days: number): string => new Date(Date.now() - days * DAY_MS - 60_000).toISOString();

/**
 * Another program writes to the database: an import of one dossier that was received three weeks ago, due two weeks
 * ago, and resolved a minute ago: one more that is late.
 */
export async function importOneLateDossier(server: Server): Promise<void> {
  serial += 1;
  const header = "Mã hồ sơ,Hình thức nộp,Ngày tiếp nhận,Hẹn trả,Ngày xong,Trạng thái,Cơ quan,Lĩnh vực,Thủ tục";
  const row = [`H49.99-260101-${serial}`, "Trực tuyến", ago(21), ago(14), ago(0), "Đã xử lý xong", "Phòng Tư pháp", "Hộ tịch", "Đăng ký khai sinh"];
  const file = join(server.folder, `late-${serial}.csv`);
  writeFileSync(file, `${header}\n${row.join(",")}\n`);
  const said = await server.run("import", file);
  expect(said.code, said.stdout + said.stderr).toBe(0);
}
