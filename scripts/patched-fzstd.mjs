/** What a damaged file makes fzstd 0.1.1 do without an end, or very often, and what RFC 8878 has at most. */
const patches = [
  // Weights of a Huffman tree, section 4.2.1: 255.
  ['hw[++wc] = fdt.s', 'if (wc > 253) err(0); hw[++wc] = fdt.s', 2],
  // Bits of a code of it, section 4.2.1: 11.
  ['var ts = 1 << mb;', 'if (mb > 11) err(0); var ts = 1 << mb;', 1],
  // Literals, and what sequences make of them, section 3.1.1.2.4: a block; no number, where a code is none.
  ['var spl = buf.length - lss;', 'var spl = buf.length - lss; if (spl < 0) err(0);', 1],
  [
    'for (var i = 0; i < ll; ++i)',
    'if (!(oubt + ll + ml <= buf.length)) err(0); for (var i = 0; i < ll; ++i)',
    1,
  ],
];

/** Bundles fzstd with an end to what a hostile file makes it do. */
export const patchedFzstd = {
  name: 'patched-fzstd',
  transform(code, id) {
    if (!/node_modules[\\/]fzstd[\\/]/.test(id)) return null;
    for (const [text, by, times] of patches) {
      const parts = code.split(text);
      if (parts.length !== times + 1) throw new Error(`fzstd has changed: look for ${text}`);
      code = parts.join(by);
    }
    return { code, map: null };
  },
};
