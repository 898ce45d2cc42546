export function buildKernel(source: string, out: string): Promise<void>;
