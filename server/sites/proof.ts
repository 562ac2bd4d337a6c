/**
 * When a position proves that somebody was at a site. Here alone, and said in the answer.
 * A device's radius says where it is with two chances in three; over 50 m it may as well be in the next street, and a report asks for a
 * pin then (CONVENTIONS 48). Within 50 m of a site's shape one stands at its gate, which is as near as a market or a school lets one come.
 */
export const sureEnough_m = 50;
export const nearEnough_m = 50;

/** @param accuracy_m radius in which the device believed to be @param distance_m from its position to the site's shape */
export const proves = (accuracy_m: number, distance_m: number): boolean => accuracy_m <= sureEnough_m && distance_m <= nearEnough_m;
