/** How a call is written down: its parameters as a schema, its result as a type. */
import { z } from 'zod';

export const nothing = z.strictObject({});

export function call<Result>() {
  return <Params extends z.ZodType>(params: Params) => ({ params, result: undefined as unknown as Result });
}
