// A centre of names as long as its forms take, made through them, so that what people look at is as full as it can be.
import { expect, type Page } from "@playwright/test";
import { dossier, extensionBounds, fillMoment, link, recordWithReason } from "./desk";
import { addNotice } from "./notices";
import { lastMonth } from "./reports";
import type { Server } from "./server";

/** What an administrator has made: addresses of its pages. */
export interface Administered {
  account: string;
  agency: string;
  field: string;
  procedure: string;
  procedureCode: string;
  /** An uploaded file whose columns have been pointed out. */
  file: string;
}

/** What a clerk has: addresses of pages. */
export interface AtCounter {
  dossier: string;
  /** A request for papers, an extension and a refusal. */
  letters: string[];
  /** What stands behind the `#` of the look-up's address on the slip. */
  slipLink: string;
  /** The one-time link of somebody who has not used it yet. */
  welcome: string;
  /** A message that the agency is to explain. */
  explanation: string;
}

/** What a manager has: addresses of pages. */
export interface Managed {
  report: string;
  /** The dossiers behind a figure of the report. */
  reportCell: string;
  /** A period that can still be changed. */
  ownReport: string;
  notice: string;
  feedback: string;
}

/** A phrase of real names again and again, up to so many letters. */
const filled = (phrase: string, chars: number): string => phrase.repeat(Math.ceil(chars / phrase.length)).slice(0, chars).trim();

const AGENCY = filled("Chi nhánh Văn phòng Đăng ký đất đai khu vực liên phường Thủ Dầu Một – Phú Lợi – Bình Dương ", 200);
const AGENCY_EN = filled("Branch Office of Land Registration for the Wards of Thu Dau Mot, Phu Loi and Binh Duong ", 200);
const FIELD = filled("Hỗ trợ doanh nghiệp nhỏ và vừa, doanh nghiệp khởi nghiệp sáng tạo và doanh nghiệp do phụ nữ làm chủ ", 200);
const PROCEDURE = filled("Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển nhượng, thừa kế, tặng cho ", 500);
const PROCEDURE_EN = filled("Registration of changes of land use rights and of ownership of property on land by transfer, inheritance and donation ", 500);
const PROCEDURE_CODE = "2.009999.000.00.00.H49";
const PAPER = filled("Hợp đồng, văn bản về việc chuyển quyền sử dụng đất đã được công chứng hoặc chứng thực (bản chính) ", 300);
const COMPANY = filled("Công ty Trách nhiệm hữu hạn Thương mại và Dịch vụ Vận tải Hoàng Anh Quảng Ninh – Chi nhánh phường Uông Bí ", 120);
const ADDRESS = filled("Số 123 đường Trần Hưng Đạo, khu 5, phường Uông Bí, tỉnh Quảng Ninh, cạnh nhà văn hóa khu phố ", 200);
const REASON = filled("Thiếu giấy chứng sinh bản chính; giấy chứng nhận kết hôn chưa được công chứng; bản đồ chưa có chữ ký. ", 600);
/** Colleagues read it in full; no longer one fits in an account. */
export const PERSON = filled("Công Tằng Tôn Nữ Thị Huyền Trân Nguyễn Hoàng Phương Thảo Trang Anh ", 120);
const NOTICE = {
  vi: filled("Từ ngày 01/12/2026 Trung tâm tiếp nhận hồ sơ đất đai, xây dựng tại quầy số 5 và số 6. ", 140),
  en: filled("From 1 December 2026 the Centre takes land and building dossiers at counters 5 and 6. ", 140),
};
const SETTINGS = {
  centre_name: "Trung tâm Phục vụ hành chính công thành phố trực thuộc trung ương",
  centre_name_en: "Public Administration Service Centre of the Centrally Governed City",
  centre_parent: "Ủy ban nhân dân đặc khu Phú Quốc, tỉnh An Giang",
  centre_place: "Phường Thủ Dầu Một, Thành phố Hồ Chí Minh",
  centre_address: ADDRESS,
};

async function goTo(server: Server, page: Page, path: string): Promise<void> {
  await page.goto(server.url + path);
}

/** Where the first match of a selector leads to; an address that leads nowhere while there is none, so that the rest is looked at all the same. */
async function leadsTo(page: Page, selector: string): Promise<string> {
  const address = await page.locator(selector).first().getAttribute("href", { timeout: 5_000 }).catch(() => null);
  return address ?? `/nothing-matches/${encodeURIComponent(selector)}`;
}

/** The path of the page that is shown, without what it was asked with. */
const here = (page: Page): string => new URL(page.url()).pathname;

/** Adds an agency or a field; the address of its page. */
async function addNamed(server: Server, page: Page, list: string, code: string, vi: string, en: string): Promise<string> {
  await goTo(server, page, list);
  await page.getByLabel("Mã", { exact: true }).fill(code);
  await page.getByLabel("Tên tiếng Việt").fill(vi);
  await page.getByLabel("Tên tiếng Anh").fill(en);
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  return (await page.getByRole("link", { name: code, exact: true }).getAttribute("href")) ?? "";
}

async function addProcedure(server: Server, page: Page): Promise<string> {
  await goTo(server, page, "/admin/procedures/new");
  await page.getByLabel("Mã", { exact: true }).fill(PROCEDURE_CODE);
  await page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: FIELD });
  await page.getByLabel("Tên tiếng Việt", { exact: true }).fill(PROCEDURE);
  await page.getByLabel("Tên tiếng Anh", { exact: true }).fill(PROCEDURE_EN);
  await page.getByLabel("Thời hạn giải quyết").fill("15");
  await page.getByLabel("Phí, lệ phí (đồng)").fill("12345678");
  await page.getByLabel("Giấy tờ 1, tên tiếng Việt").fill(PAPER);
  await page.getByLabel("Giấy tờ 2, tên tiếng Việt").fill(`Bản sao ${PAPER}`.slice(0, 300));
  await page.getByLabel(AGENCY).check();
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("heading", { name: `Thủ tục ${PROCEDURE_CODE}` })).toBeVisible();
  return here(page);
}

/** Uploads an export as an office would save it, and points its columns out. */
async function upload(server: Server, page: Page): Promise<string> {
  const rows = [
    "STT;Mã HS;Tên thủ tục;Lĩnh vực;Đơn vị xử lý;Ngày tiếp nhận;Ngày hẹn trả;Ngày hoàn thành;Tình trạng;Kênh nộp",
    `1;H49.88-260105-0001;${PROCEDURE};${FIELD};${AGENCY};05/01/2026 08:00;07/01/2026 17:00;06/01/2026 09:00;Đã có kết quả;Cổng DVC`,
    "2;H49.88-260105-0002;Cấp giấy chứng nhận;Đất đai;Chi nhánh đất đai;05/01/2026 09:00;20/01/2026 17:00;;Đang làm;Tại quầy",
  ];
  const name = `${filled("Hồ sơ tháng 01 của bộ phận một cửa ", 90)}.csv`;
  await goTo(server, page, "/admin/import");
  await page.getByLabel("Chọn tệp").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) });
  await page.getByRole("button", { name: "Tải lên" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hồ sơ tháng 01");
  const file = here(page);
  await page.getByRole("link", { name: "Chỉ ra các cột" }).click();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByLabel("Tên cách đọc")).toBeVisible();
  return file;
}

/** Names the centre, and makes an agency, a field, a procedure, an account and an upload; by an administrator who is signed in. */
export async function administer(server: Server, page: Page): Promise<Administered> {
  for (const [name, value] of Object.entries(SETTINGS)) {
    const said = await server.run("setting", "set", name, value);
    expect(said.code, said.stdout + said.stderr).toBe(0);
  }
  const agency = await addNamed(server, page, "/admin/agencies", "000.00.18.H49", AGENCY, AGENCY_EN);
  const field = await addNamed(server, page, "/admin/fields", "HTDN", FIELD, "");
  const procedure = await addProcedure(server, page);
  await link(server, "phuong-thao", "staff", PERSON);
  return { account: "/admin/people/phuong-thao", agency, field, procedure, procedureCode: PROCEDURE_CODE, file: await upload(server, page) };
}

/** The form of the long procedure, with its applicant. */
async function openLongForm(server: Server, page: Page): Promise<void> {
  await goTo(server, page, `/desk/receive?q=${PROCEDURE_CODE}`);
  await expect(page.locator(".will-code")).toBeVisible();
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(COMPANY);
}

/** Receives a dossier for the longest applicant, and extends it, asks for papers and notes; refuses another. By a clerk. */
export async function serveAtCounter(server: Server, page: Page): Promise<AtCounter> {
  await openLongForm(server, page);
  await page.getByLabel(/Số điện thoại/).fill("0912 345 678");
  await page.getByLabel(/^Địa chỉ/).fill(ADDRESS);
  await page.getByLabel(/^Người đại diện nộp thay/).fill(PERSON);
  await page.getByLabel("Giấy tờ khác, mỗi dòng một loại").fill([PAPER, PAPER, PAPER].map((paper, nth) => `${nth + 1}. ${paper}`.slice(0, 300)).join("\n"));
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.locator(".pin")).toBeVisible();
  const code = ((await page.locator(".paper-code b").textContent()) ?? "").trim();
  const onSlip = (await page.locator(".slip-secret svg").getAttribute("aria-label")) ?? "";

  await page.goto(dossier(server, code));
  const [, most] = await extensionBounds(page);
  await page.getByLabel("Gia hạn, xin lỗi công dân").check();
  await page.getByLabel("Lý do", { exact: true }).fill(REASON);
  await fillMoment(page, "Hẹn trả mới", most);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByRole("button", { name: /^Gia hạn đến/ }).click();
  await expect(page.getByText("Đã ghi: Gia hạn")).toBeVisible();
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", REASON);
  await expect(page.getByText("Đã ghi: Yêu cầu bổ sung giấy tờ.")).toBeVisible();
  await page.getByLabel("Ghi chú mới").fill(REASON);
  await page.getByRole("button", { name: "Lưu ghi chú" }).click();
  await expect(page.locator(".note-text")).toBeVisible();
  const written = await page.getByRole("link", { name: "In văn bản" }).evaluateAll((links) => links.map((it) => it.getAttribute("href") ?? ""));

  await openLongForm(server, page);
  await page.locator("summary", { hasText: "Từ chối tiếp nhận" }).click();
  await page.getByLabel("Lý do từ chối").fill(REASON);
  await page.getByRole("button", { name: "Từ chối và in phiếu" }).click();
  await expect(page).toHaveURL(/\/letters\/\d+/);
  const letters = [...written, here(page)];
  await goTo(server, page, "/desk/feedback");
  const explanation = await leadsTo(page, "main a[href^='/desk/feedback/']");
  const welcome = await link(server, "huyen-tran", "manager", PERSON);
  return { dossier: `/desk/dossiers/${code}`, letters, slipLink: onSlip.split("#")[1] ?? "", welcome, explanation };
}

/** Opens a period of reports, a notice and a message; by a manager who is signed in. */
export async function manage(server: Server, page: Page): Promise<Managed> {
  await expect(async () => {
    await goTo(server, page, "/manage/report?kind=month");
    await expect(page.locator(".table tbody tr").first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  const report = await leadsTo(page, `a[href="/manage/report/month-${lastMonth()}"]`);
  await goTo(server, page, report);
  const reportCell = await leadsTo(page, ".report tfoot .report-figure a");
  await goTo(server, page, "/manage/report/new");
  await page.getByLabel("Loại kỳ").selectOption({ label: "Kỳ khác" });
  await page.getByLabel("Từ ngày").fill("2026-01-05");
  await page.getByLabel("Đến hết ngày").fill("2026-02-10");
  await page.getByLabel("Căn cứ").fill(filled("Công văn 1234/UBND-KSTT ngày 05/01/2026 của Ủy ban nhân dân thành phố ", 200));
  await page.getByRole("button", { name: "Lưu kỳ báo cáo" }).click();
  await page.getByRole("link", { name: "Từ 05/01/2026 đến 10/02/2026" }).click();
  await expect(page.getByRole("link", { name: "Sửa kỳ báo cáo" })).toBeVisible();
  const ownReport = here(page);
  const notice = await addNotice(server, NOTICE);
  await goTo(server, page, "/manage/feedback");
  return { report, reportCell, ownReport, notice, feedback: await leadsTo(page, "main a[href^='/manage/feedback/']") };
}
