import { exchangeSettings } from './exchange.ts';
import { fileSettings } from './file.ts';
import { paperSettings } from './paper.ts';

/** The list of account kinds: the `accounts` union of the configuration and its schema follow from it. */
export const accountSettings = [exchangeSettings, paperSettings, fileSettings] as const;
