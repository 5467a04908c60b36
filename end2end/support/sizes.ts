/** The screens that hang in lobbies. */
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1080, height: 1920 },
  { width: 2160, height: 3840 },
] as const;

/** What people of an office hold in their hands and have on their desks. */
export const ROOM_SIZES = [
  { width: 360, height: 800 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** A desk and a phone, for states of a page that all its sizes need not be tried for. */
export const DESK_AND_PHONE = [{ width: 1366, height: 850 }, { width: 390, height: 800 }] as const;

/** The width of each paper less its margins, in CSS pixels. */
export const PAPER_WIDTHS = { a5: ((148 - 18) * 96) / 25.4, a4: ((210 - 40) * 96) / 25.4, across: ((297 - 24) * 96) / 25.4 };
export type Paper = keyof typeof PAPER_WIDTHS;

/** Whether what is this wide is touched by fingers. */
export const isTouched = ({ width }: Size): boolean => width <= 768;

export interface Size {
  width: number;
  height: number;
}

export const sizeName = ({ width, height }: Size): string => `${width}x${height}`;
