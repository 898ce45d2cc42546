/**
 * fzstd 0.1.1 reads weights of a Huffman tree without an end where a damaged one asks for no bits; RFC 8878, section
 * 4.2.1, has at most 255 of them.
 */
export const patchedFzstd = {
  name: 'patched-fzstd',
  transform(code, id) {
    if (!/node_modules[\\/]fzstd[\\/]/.test(id)) return null;
    const [before, ...reads] = code.split('hw[++wc] = fdt.s');
    if (reads.length !== 2) throw new Error('fzstd has changed: look at how it reads weights');
    return { code: [before, ...reads].join('if (wc > 253) err(0); hw[++wc] = fdt.s'), map: null };
  },
};
