import { z } from 'zod';

/** Settings that several limits share: an amount of base currency, a percentage (5 = 5 %), a number of things. */
export function amount(markdownDescription: string) {
  return z.number().positive('write an amount above 0').meta({ markdownDescription });
}

export function percent(markdownDescription: string, max = 10_000) {
  const above = z.number().positive('write a percentage above 0, such as 5 for 5 %');
  return above.max(max, `write a percentage up to ${max}`).meta({ markdownDescription });
}

export function count(markdownDescription: string) {
  return z.int('write a whole number').min(0, 'write 0 or more').meta({ markdownDescription });
}
