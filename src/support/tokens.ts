/** Names under which the application's modules find what `bootstrap` made. */
export const POOL = Symbol('pg.Pool');
export const CLOCK = Symbol('Clock');
export const READ_MODELS = Symbol('ReadModels');
export const INTERPRETER = Symbol('Interpreter');
export const PROJECTOR = Symbol('Projector');
export const DUE_PULLS = Symbol('DuePulls');
export const CALENDARS = Symbol('Calendars');
export const LEDGER = Symbol('Ledger');
export const POLICIES = Symbol('PolicyEvaluator');
export const REPORTS = Symbol('ReportService');
