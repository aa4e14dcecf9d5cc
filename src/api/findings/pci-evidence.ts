import { UseFilters } from '@nestjs/common';
import { Field, ObjectType, Parent, ResolveField, Resolver, registerEnumType } from '@nestjs/graphql';
import { pciSlots } from '../../policies/pci-slots.js';
import { PCI_SLOTS, type PciSlot } from '../../policies/policy.js';
import { Change } from '../changes/change.js';
import { PassOn } from '../pass-on.js';

const slots = Object.fromEntries(Object.keys(PCI_SLOTS).map((slot) => [slot, slot])) as {
  [K in PciSlot]: K;
};
registerEnumType(slots, {
  name: 'PciSlot',
  description: 'What PCI DSS 6.5.1 asks to be there for every change to production.',
  valuesMap: Object.fromEntries(
    Object.entries(PCI_SLOTS).map(([slot, description]) => [slot, { description }]),
  ) as Record<PciSlot, { description: string }>,
});

@ObjectType({ description: 'Whether there is evidence for one of the six slots of PCI DSS 6.5.1.' })
export class PciSlotEvidence {
  @Field(() => slots)
  slot!: PciSlot;

  @Field(() => Boolean)
  evidenced!: boolean;

  @Field(() => String)
  sentence!: string;

  @Field(() => [String], { description: 'Ids of the events that are the evidence.' })
  evidence!: readonly string[];
}

@ObjectType({ description: 'The six slots of PCI DSS 6.5.1 for a change that went to an environment.' })
export class PciEvidence {
  @Field(() => String)
  service!: string;

  @Field(() => String)
  environment!: string;

  @Field(() => [PciSlotEvidence], { description: 'All six, in the order of the requirement.' })
  slots!: readonly PciSlotEvidence[];
}

@UseFilters(PassOn)
@Resolver(() => Change)
export class PciEvidenceResolver {
  @ResolveField(() => [PciEvidence], {
    description:
      'Which evidence that PCI DSS 6.5.1 asks for is there, on each environment that policies judge; empty while it ' +
      'has not arrived on one.',
  })
  async pciEvidence(@Parent() { record, reader }: Change): Promise<PciEvidence[]> {
    const histories = await reader.histories(record);
    return histories.map((history) => ({
      service: history.subject.service,
      environment: history.subject.environment,
      slots: pciSlots(history).map((slot) => ({ ...slot, evidenced: slot.evidence.length > 0 })),
    }));
  }
}
