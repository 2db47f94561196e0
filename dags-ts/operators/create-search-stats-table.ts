// Makes sure that the table of daily figures is there.
import { defineOperator } from "windsock";
import { warehouse } from "windsock/hooks";

// Redshift and PostgreSQL accept it alike.
const createTable = `
create table if not exists public.search_stats (
  day date not null,
  num_users int not null,
  num_searches int not null,
  num_rental_searches int not null,
  num_sale_searches int not null,
  num_none_searches int not null
)`;

/**
 * Creates the table `public.search_stats`, one row a day, unless it is there.
 *
 * **When it fails**: the message says what the database refused. Check the connection, and that its user may
 * create tables in the schema `public`.
 */
export const createSearchStatsTable = defineOperator({
  name: "CreateStatsTableOperator",
  connections: { warehouse },
  async run({ connections: { warehouse }, log }) {
    try {
      await warehouse.query(createTable);
    } catch (error) {
      if (!isCreatedMeanwhile(error)) throw error;
      log.info("Another run is creating table public.search_stats, too.");
      await warehouse.query(createTable);
    }
    log.info("Table public.search_stats is there.");
  },
});

// `if not exists` looks before it creates: of two sessions that found nothing, PostgreSQL tells the later one
// by the first of its catalogues that already has an entry (unique_violation, duplicate_table,
// duplicate_object).
const createdMeanwhile: readonly unknown[] = ["23505", "42P07", "42710"];

function isCreatedMeanwhile(error: unknown): boolean {
  const driverError = error instanceof Error ? error.cause : undefined;
  return driverError instanceof Error && "code" in driverError && createdMeanwhile.includes(driverError.code);
}
