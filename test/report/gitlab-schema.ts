const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const url = { type: 'string', pattern: '^(https?|ftp)://.+' };
const tool = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: {
    id: text,
    name: text,
    version: text,
    vendor: { type: 'object', required: ['name'], properties: { name: text } },
  },
};
const message = {
  type: 'object',
  required: ['level', 'value'],
  properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: text },
};
const identifier = {
  type: 'object',
  required: ['type', 'name', 'value'],
  properties: { type: text, name: text, value: text, url },
};
const commit = {
  type: 'object',
  required: ['sha'],
  properties: {
    sha: text,
    author: { type: 'string' },
    date: { type: 'string' },
    message: { type: 'string' },
  },
};
const location = {
  type: 'object',
  required: ['commit'],
  properties: {
    file: { type: 'string' },
    start_line: { type: 'number' },
    end_line: { type: 'number' },
    commit,
  },
};
const vulnerability = {
  type: 'object',
  required: ['id', 'identifiers', 'location'],
  properties: {
    id: text,
    name: { type: 'string', maxLength: 255 },
    description: { type: 'string', maxLength: 1048576 },
    solution: { type: 'string', maxLength: 7000 },
    severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
    identifiers: { type: 'array', minItems: 1, items: identifier },
    links: { type: 'array', items: { type: 'object', required: ['url'], properties: { url } } },
    location,
    raw_source_code_extract: { type: 'string' },
  },
};

/**
 * What GitLab's schema for secret detection reports, version 15.0.7, asks of the fields that we write; written down here,
 * since the published file is not ours to copy.
 *
 * @see https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
export const gitlabSchema = {
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  properties: {
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      properties: {
        analyzer: tool,
        scanner: tool,
        start_time: time,
        end_time: time,
        status: { enum: ['success', 'failure'] },
        type: { enum: ['secret_detection'] },
        messages: { type: 'array', items: message },
      },
    },
    vulnerabilities: { type: 'array', items: vulnerability },
  },
};
