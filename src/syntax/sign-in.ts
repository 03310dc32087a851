/** The routes by which people sign in: their pages are the API's own, and attempts have limits of their own. */
export const SIGN_IN_PATHS = '/v1/auth/'
