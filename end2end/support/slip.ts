// What is printed on the slip of a dossier.
import type { Page } from "@playwright/test";
import { receive } from "./desk";
import type { Server } from "./server";

export interface Slip {
  code: string;
  pin: string;
  /** What stands behind the `#` of the address in its QR code. */
  link: string;
}

/** Receives a dossier; what its slip holds. */
export async function receiveSlip(server: Server, page: Page): Promise<Slip> {
  const code = await receive(server, page);
  const pin = ((await page.locator(".pin").textContent()) ?? "").trim();
  const address = (await page.locator(".slip-secret svg").getAttribute("aria-label")) ?? "";
  return { code, pin, link: address.split("#")[1] ?? "" };
}
