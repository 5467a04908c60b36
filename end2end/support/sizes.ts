/** The screens that hang in lobbies. */
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1080, height: 1920 },
  { width: 2160, height: 3840 },
] as const;

export interface Size {
  width: number;
  height: number;
}

export const sizeName = ({ width, height }: Size): string => `${width}x${height}`;
