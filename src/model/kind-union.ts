// The schema of a union whose type is written by hand because it is recursive, checked against that type.
import * as z from "zod";

interface Kinded {
  readonly kind: string;
}

/** For each kind, the schemas of what it has besides. */
type Shapes<Union extends Kinded> = {
  readonly [Kind in Union["kind"]]: FieldsOf<Extract<Union, { readonly kind: Kind }>>;
};

type FieldsOf<Member> = { readonly [Field in Exclude<keyof Member, "kind">]-?: z.ZodType<Member[Field]> };

/**
 * The schema of a union told apart by `kind`.
 *
 * @param shapes has a place for every kind, and for every field of it
 */
export function kindUnion<Union extends Kinded>(shapes: Shapes<Union>): z.ZodType<Union> {
  const members = Object.entries<z.ZodRawShape>(shapes).map(([kind, fields]) =>
    z.object({ ...fields, kind: z.literal(kind) }),
  );
  // One parser for each kind; that together they make the union is what the type of `shapes` says.
  const union: z.ZodType = z.discriminatedUnion("kind", members as [(typeof members)[0], ...typeof members]);
  return union as z.ZodType<Union>;
}
