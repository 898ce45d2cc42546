import { tryGit } from './run.ts';

/** Who the user is to git, as `Name <email>`; undefined where git was not told. */
export function gitAuthor(cwd: string): string | undefined {
  const value = (key: string) => {
    const { status, stdout } = tryGit(['config', '--get', key], cwd);
    return status === 0 ? stdout.toString().trim() : '';
  };
  const [name, email] = [value('user.name'), value('user.email')];
  const author = [name, email === '' ? '' : `<${email}>`].filter((part) => part !== '').join(' ');
  return author === '' ? undefined : author;
}
