/**
 * Part of every key. Raise it when what an entry means changes: entries of another version are then never
 * found, and expire by themselves.
 */
export const SCHEMA_VERSION = '2'
