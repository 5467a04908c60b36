import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { Server } from "./server";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const HEADER = "Mã hồ sơ,Hình thức nộp,Ngày tiếp nhận,Hẹn trả,Ngày xong,Trạng thái,Cơ quan,Lĩnh vực,Thủ tục";
/** A field is shown by name from 5 dossiers in an average month of the year before. */
const SHOWN_FROM_PER_YEAR = 60;

/** Dossiers of the running month, in all: they are dealt out to the fields in turn. */
export interface Month {
  early?: number;
  onTime?: number;
  late?: number;
  within?: number;
  receivedToday?: number;
  overdue?: number;
  paused?: number;
}

export interface Centre {
  fields: string[];
  month?: Month;
  /** Settings beside the defaults: `centre_name`, `centre_place` … */
  settings?: Record<string, string>;
  /** Flags of the server. */
  flags?: string[];
}

/** [received, due, ended] in days from now; a dossier without an end is open. */
const lives: Record<keyof Month, { days: [number, number, number?]; status: string }> = {
  early: { days: [-3, 10, 0], status: "Đã xử lý xong" },
  onTime: { days: [-3, 0.01, 0], status: "Đã xử lý xong" },
  late: { days: [-21, -14, 0], status: "Đã xử lý xong" },
  within: { days: [-3, 10], status: "Đang xử lý" },
  receivedToday: { days: [0, 10], status: "Đang xử lý" },
  overdue: { days: [-21, -5], status: "Đang xử lý" },
  paused: { days: [-3, 10], status: "Chờ bổ sung" },
};

/** A server, not started, on the database of a centre that a real import has made. */
export async function importedCentre({ fields, month = {}, settings = {}, flags = [] }: Centre): Promise<Server> {
  const server = await Server.prepare({ command: ["serve"], flags });
  for (const [name, value] of Object.entries(settings)) await succeed(server, "setting", "set", name, value);
  const file = join(server.folder, "dossiers.csv");
  writeFileSync(file, `${[HEADER, ...rows(fields, month)].join("\n")}\n`);
  await succeed(server, "import", file);
  return server;
}

async function succeed(server: Server, ...command: string[]): Promise<void> {
  const said = await server.run(...command);
  expect(said.code, `sanh ${command.join(" ")}: ${said.stdout}${said.stderr}`).toBe(0);
}

function rows(fields: string[], month: Month): string[] {
  let serial = 0;
  // A minute ago is this month but for the first minute of one.
  const now = Date.now() - MINUTE_MS;
  const at = (days: number | undefined): string => (days === undefined ? "" : new Date(now + days * DAY_MS).toISOString());
  const row = (received: string, due: string, ended: string, status: string, field: string): string => {
    serial += 1;
    const channel = serial % 3 ? "Trực tuyến" : "Trực tiếp";
    return [`H49.99-260101-${String(serial).padStart(5, "0")}`, channel, received, due, ended, status, "Sở Tư pháp", `"${field}"`, "Thủ tục"].join(",");
  };
  const lastYear = new Date(now).getUTCFullYear() - 1;
  const written = fields.flatMap((field) =>
    Array.from({ length: SHOWN_FROM_PER_YEAR }, () =>
      row(`${lastYear}-06-15T02:00:00Z`, `${lastYear}-06-25T02:00:00Z`, `${lastYear}-06-20T02:00:00Z`, "Đã xử lý xong", field),
    ),
  );
  for (const [kind, { days, status }] of Object.entries(lives)) {
    const count = month[kind as keyof Month] ?? 0;
    for (let nth = 0; nth < count; nth += 1) {
      written.push(row(at(days[0]), at(days[1]), at(days[2]), status, fields[nth % fields.length] ?? ""));
    }
  }
  return written;
}

/** Real names of fields in the national list, the longest among them. */
export const LONG_FIELDS = [
  "Thành lập và hoạt động của liên hiệp hợp tác xã, hợp tác xã, tổ hợp tác",
  "Hỗ trợ doanh nghiệp nhỏ và vừa, doanh nghiệp khởi nghiệp sáng tạo và doanh nghiệp do phụ nữ làm chủ",
  "Quản lý chất lượng công trình xây dựng, thí nghiệm chuyên ngành xây dựng và kiểm định kỹ thuật",
  "Tiêu chuẩn đo lường chất lượng, sở hữu trí tuệ, an toàn bức xạ và hạt nhân",
  "Bảo trợ xã hội, phòng chống tệ nạn xã hội, trẻ em và bình đẳng giới",
  "Giáo dục và đào tạo thuộc hệ thống giáo dục quốc dân và các cơ sở giáo dục khác",
  "Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
  "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền với đất",
];

export const MANY_FIELDS = Array.from({ length: 60 }, (_, at) => {
  const names = ["Hộ tịch", "Chứng thực", "Đất đai", "Xây dựng", "Người có công", "Thành lập doanh nghiệp", "Đường bộ", "Lâm nghiệp", "Dược phẩm", "Lý lịch tư pháp"];
  return `${names[at % names.length]} ${Math.floor(at / names.length) + 1}`;
});

export const FEW_FIELDS = ["Hộ tịch", "Chứng thực", "Đất đai", "Thành lập và hoạt động doanh nghiệp", "Quy hoạch xây dựng", "Bảo trợ xã hội", "Đường bộ"];
