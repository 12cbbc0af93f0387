/** In milliseconds. */
export const hour = 60 * 60 * 1000;

/** In milliseconds; a day of a calendar may be an hour shorter or longer. */
export const day = 24 * hour;
