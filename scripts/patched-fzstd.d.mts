/** A plugin of rolldown and vite. */
export const patchedFzstd: {
  name: string;
  transform(code: string, id: string): { code: string; map: null } | null;
};
