import { CustomScalar, Scalar } from '@nestjs/graphql';
import { Kind, type ValueNode } from 'graphql';
import { UserError } from '../../support/errors.js';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

@Scalar('DateTime', () => Date)
export class DateTime implements CustomScalar<string, Date> {
  description = 'An instant, ISO 8601 with offset; answers are UTC.';

  parseValue(value: unknown): Date {
    const date = typeof value === 'string' && ISO.test(value) ? new Date(value) : undefined;
    if (date && !Number.isNaN(date.getTime())) return date;
    throw new UserError(
      `${JSON.stringify(value)} is no instant: write it with its offset, for example "2026-07-01T00:00:00Z".`,
      'BAD_INSTANT',
    );
  }

  parseLiteral(node: ValueNode): Date {
    return this.parseValue(node.kind === Kind.STRING ? node.value : node.kind);
  }

  serialize(value: unknown): string {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError(`not a date: ${String(value)}`);
  }
}
