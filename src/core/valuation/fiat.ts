/**
 * Currencies issued by states, ISO 4217, as far as exchanges and brokers carry them. Codes that exchanges also use for a
 * coin (MNT, ALL, SOS, TOP, ERN, COP …) are left out where the coin is the likelier holding.
 */
export const fiatCurrencies: ReadonlySet<string> = new Set(
  (
    'USD EUR GBP JPY CHF AUD CAD NZD CNY CNH HKD SGD SEK NOK DKK ISK PLN CZK HUF RON BGN HRK RSD TRY ILS ZAR ' +
    'BRL MXN ARS CLP PEN COP UYU INR IDR KRW THB MYR PHP TWD VND PKR BDT LKR AED SAR QAR KWD BHD OMR JOD EGP MAD ' +
    'NGN KES GHS UGX TZS ZMW XOF XAF RUB UAH KZT UZS GEL AZN AMD'
  ).split(' '),
);

/** What a stablecoin promises to be worth, by its name's promise only; its price is always looked up. */
export function pegOf(stablecoin: string): string {
  return /^(EUR|AEUR$|.*EUR$)/.test(stablecoin) ? 'EUR' : 'USD';
}
