/** One way to write a text, and its name in `decodedFrom`. */
export interface Encoder {
  name: string;
  encode(text: string): string;
}

const bytesOf = (text: string) => [...Buffer.from(text)];
const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');
const wrap = (text: string, width: number, end: string) =>
  text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${end}`);

/** Writes each character that is no letter and no digit in another way. */
const escapeMarks = (text: string, encode: (byte: number) => string) =>
  [...text].map((c) => (/[A-Za-z0-9]/.test(c) ? c : bytesOf(c).map(encode).join(''))).join('');
const escapeAll = (text: string, encode: (byte: number) => string) => bytesOf(text).map(encode).join('');

/** Encodings that leave no sign of what they encode. */
export const wholeEncoders: Encoder[] = [
  { name: 'base64', encode: (text) => Buffer.from(text).toString('base64') },
  { name: 'base64', encode: (text) => Buffer.from(text).toString('base64').replace(/=+$/, '') },
  { name: 'base64', encode: (text) => Buffer.from(text).toString('base64url') },
  { name: 'base64', encode: (text) => wrap(Buffer.from(text).toString('base64'), 76, '\r\n') },
  { name: 'base64', encode: (text) => wrap(Buffer.from(text).toString('base64'), 64, '\n    ') },
  { name: 'base64', encode: (text) => wrap(Buffer.from(text).toString('base64'), 30, '\n\t') },
  { name: 'hex', encode: (text) => Buffer.from(text).toString('hex') },
  { name: 'hex', encode: (text) => wrap(Buffer.from(text).toString('hex').toUpperCase(), 60, '\n  ') },
  { name: 'percent', encode: (text) => escapeAll(text, (byte) => `%${hexOf(byte).toUpperCase()}`) },
  { name: 'escapes', encode: (text) => escapeAll(text, (byte) => `\\x${hexOf(byte)}`) },
  { name: 'escapes', encode: (text) => escapeAll(text, (byte) => `\\u00${hexOf(byte)}`) },
  { name: 'escapes', encode: (text) => escapeAll(text, (byte) => `\\u{${hexOf(byte)}}`) },
  { name: 'escapes', encode: (text) => escapeAll(text, (byte) => `\\u{00${hexOf(byte)}}`) },
  { name: 'entities', encode: (text) => escapeAll(text, (byte) => `&#${byte};`) },
  { name: 'entities', encode: (text) => escapeAll(text, (byte) => `&#x${hexOf(byte).toUpperCase()};`) },
];

/** Encodings of what is no letter and no digit. */
export const partEncoders: Encoder[] = [
  { name: 'percent', encode: (text) => escapeMarks(text, (byte) => `%${hexOf(byte)}`) },
  { name: 'escapes', encode: (text) => escapeMarks(text, (byte) => `\\x${hexOf(byte)}`) },
  { name: 'escapes', encode: (text) => escapeMarks(text, (byte) => `\\u00${hexOf(byte).toUpperCase()}`) },
  { name: 'entities', encode: (text) => escapeMarks(text, (byte) => `&#${byte};`) },
];
