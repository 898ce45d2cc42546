import { awsAccountOf } from '../../engine/checks/aws-account.ts';
import type { Reader } from './knowledge.ts';

/** The account that an AWS access key id belongs to: it stands in the id. */
export const readAwsAccount: Reader = (values) => {
  const [id] = [...values.values()].flatMap((value) => awsAccountOf(value) ?? []);
  return id === undefined ? undefined : { account: { id } };
};
