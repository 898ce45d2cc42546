/** Commands, hooks and sources for whose end somebody waits. */
export const AWAITED: readonly string[] = ['staged', 'pre-commit', 'commit-msg', 'pre-push', 'pre-receive'];
