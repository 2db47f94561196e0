// A group of tasks, as what is declared in it sees it.
import type { Expression } from "../model/expression/expression.ts";
import type { DagNode } from "./dag-node.ts";

/** A group, as far as what is declared in it is concerned. @internal */
export interface DeclaringGroup extends DagNode {
  readonly groupId: string;
  /** The group around what is declared in it that is mapped, itself included; undefined where none is. */
  readonly mappedGroup: MappedGroup | undefined;
  childId(id: string): string;
}

/** A group, as far as its instances are concerned. @internal */
export interface MappedGroup {
  /** The list it is mapped over; undefined where it is not. */
  readonly expandsOver: Expression | undefined;
  /** What its instances are called; undefined where they are numbered. */
  readonly instanceName: Expression | undefined;
}
