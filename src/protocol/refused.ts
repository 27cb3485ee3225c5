/** The other end answered, and its answer is no: what was asked for was looked at and not done. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
