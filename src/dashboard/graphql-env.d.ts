/* eslint-disable */
/* prettier-ignore */

export type introspection_types = {
  Better: { name: 'Better'; enumValues: 'HIGHER' | 'LOWER' };
  Boolean: unknown;
  Bucket: { name: 'Bucket'; enumValues: 'DAY' | 'MONTH' | 'WEEK' };
  Change: {
    kind: 'OBJECT';
    name: 'Change';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      author: { name: 'author'; type: { kind: 'OBJECT'; name: 'Person'; ofType: null } };
      authoredAt: { name: 'authoredAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      commitCount: { name: 'commitCount'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      commits: {
        name: 'commits';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Change'; ofType: null };
            };
          };
        };
      };
      committedAt: { name: 'committedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      deliveries: {
        name: 'deliveries';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DeliveryOfChange'; ofType: null };
            };
          };
        };
      };
      excluded: { name: 'excluded'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      firstCommitAt: { name: 'firstCommitAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      kind: {
        name: 'kind';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ChangeKind'; ofType: null } };
      };
      mergedAt: { name: 'mergedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      openedAt: { name: 'openedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      repo: {
        name: 'repo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      scrap: {
        name: 'scrap';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Scrap'; ofType: null };
            };
          };
        };
      };
      seconds: { name: 'seconds'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      services: {
        name: 'services';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      timeline: {
        name: 'timeline';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Evidence'; ofType: null };
            };
          };
        };
      };
      title: {
        name: 'title';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      url: { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
    };
  };
  ChangeConnection: {
    kind: 'OBJECT';
    name: 'ChangeConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'ChangeEdge'; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: 'nodes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Change'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
      totalCount: {
        name: 'totalCount';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  ChangeEdge: {
    kind: 'OBJECT';
    name: 'ChangeEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Change'; ofType: null } };
      };
    };
  };
  ChangeKind: { name: 'ChangeKind'; enumValues: 'ARTIFACT' | 'COMMIT' | 'ITEM' | 'PULL_REQUEST' };
  Clock: { name: 'Clock'; enumValues: 'AUTHORED' | 'COMMITTED' };
  DateTime: unknown;
  Definition: {
    kind: 'OBJECT';
    name: 'Definition';
    fields: {
      better: {
        name: 'better';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Better'; ofType: null } };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      sql: {
        name: 'sql';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      text: {
        name: 'text';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      title: {
        name: 'title';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      unit: {
        name: 'unit';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      version: {
        name: 'version';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  Delivery: {
    kind: 'OBJECT';
    name: 'Delivery';
    fields: {
      attempts: {
        name: 'attempts';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      body: {
        name: 'body';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      events: { name: 'events'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      headers: {
        name: 'headers';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      key: {
        name: 'key';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      reason: { name: 'reason'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      receivedAt: {
        name: 'receivedAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      source: {
        name: 'source';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      state: {
        name: 'state';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      system: {
        name: 'system';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  DeliveryConnection: {
    kind: 'OBJECT';
    name: 'DeliveryConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DeliveryEdge'; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: 'nodes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Delivery'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
      totalCount: {
        name: 'totalCount';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  DeliveryEdge: {
    kind: 'OBJECT';
    name: 'DeliveryEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Delivery'; ofType: null } };
      };
    };
  };
  DeliveryOfChange: {
    kind: 'OBJECT';
    name: 'DeliveryOfChange';
    fields: {
      deliveredAt: {
        name: 'deliveredAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      deployment: {
        name: 'deployment';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      environment: {
        name: 'environment';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      seconds: { name: 'seconds'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      service: {
        name: 'service';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Deployment: {
    kind: 'OBJECT';
    name: 'Deployment';
    fields: {
      actor: { name: 'actor'; type: { kind: 'OBJECT'; name: 'Person'; ofType: null } };
      artifact: { name: 'artifact'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      assumed: {
        name: 'assumed';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
      at: { name: 'at'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      commits: {
        name: 'commits';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      environment: {
        name: 'environment';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      excluded: { name: 'excluded'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      failures: {
        name: 'failures';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DeploymentFailure'; ofType: null };
            };
          };
        };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } };
      };
      kind: { name: 'kind'; type: { kind: 'ENUM'; name: 'DeploymentKind'; ofType: null } };
      outcome: { name: 'outcome'; type: { kind: 'ENUM'; name: 'DeploymentOutcome'; ofType: null } };
      repo: { name: 'repo'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      seconds: { name: 'seconds'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      service: {
        name: 'service';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      sha: { name: 'sha'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      startedAt: { name: 'startedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      url: { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      version: { name: 'version'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
    };
  };
  DeploymentConnection: {
    kind: 'OBJECT';
    name: 'DeploymentConnection';
    fields: {
      edges: {
        name: 'edges';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DeploymentEdge'; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: 'nodes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Deployment'; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: 'pageInfo';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } };
      };
      totalCount: {
        name: 'totalCount';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
    };
  };
  DeploymentEdge: {
    kind: 'OBJECT';
    name: 'DeploymentEdge';
    fields: {
      cursor: {
        name: 'cursor';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      node: {
        name: 'node';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Deployment'; ofType: null } };
      };
    };
  };
  DeploymentFailure: {
    kind: 'OBJECT';
    name: 'DeploymentFailure';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      grade: {
        name: 'grade';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'FailureGrade'; ofType: null } };
      };
      recoveredAt: { name: 'recoveredAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
    };
  };
  DeploymentKind: { name: 'DeploymentKind'; enumValues: 'DEPLOY' | 'REMOVE' | 'ROLLBACK' | 'UPGRADE' };
  DeploymentOutcome: { name: 'DeploymentOutcome'; enumValues: 'CANCELLED' | 'ERROR' | 'FAILURE' | 'SUCCESS' };
  DeploymentRateMetric: {
    kind: 'OBJECT';
    name: 'DeploymentRateMetric';
    fields: {
      asOf: {
        name: 'asOf';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      buckets: {
        name: 'buckets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'RateBucket'; ofType: null };
            };
          };
        };
      };
      byRule: {
        name: 'byRule';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'RuleCount'; ofType: null };
            };
          };
        };
      };
      definition: {
        name: 'definition';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Definition'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentConnection'; ofType: null };
        };
      };
      excluded: {
        name: 'excluded';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Exclusion'; ofType: null };
            };
          };
        };
      };
      limits: { name: 'limits'; type: { kind: 'OBJECT'; name: 'ProcessLimits'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      notes: {
        name: 'notes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      numerator: {
        name: 'numerator';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      population: {
        name: 'population';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      rate: { name: 'rate'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      zone: {
        name: 'zone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  DurationBucket: {
    kind: 'OBJECT';
    name: 'DurationBucket';
    fields: {
      from: {
        name: 'from';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      mean: { name: 'mean'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      p50: { name: 'p50'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p75: { name: 'p75'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p85: { name: 'p85'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p90: { name: 'p90'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p95: { name: 'p95'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      to: {
        name: 'to';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
    };
  };
  DurationMetric: {
    kind: 'OBJECT';
    name: 'DurationMetric';
    fields: {
      asOf: {
        name: 'asOf';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      buckets: {
        name: 'buckets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DurationBucket'; ofType: null };
            };
          };
        };
      };
      definition: {
        name: 'definition';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Definition'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'ChangeConnection'; ofType: null };
        };
      };
      excluded: {
        name: 'excluded';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Exclusion'; ofType: null };
            };
          };
        };
      };
      histogram: {
        name: 'histogram';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'HistogramBar'; ofType: null };
            };
          };
        };
      };
      limits: { name: 'limits'; type: { kind: 'OBJECT'; name: 'ProcessLimits'; ofType: null } };
      mean: { name: 'mean'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      notes: {
        name: 'notes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      p50: { name: 'p50'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p75: { name: 'p75'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p85: { name: 'p85'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p90: { name: 'p90'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p95: { name: 'p95'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      population: {
        name: 'population';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      variation: { name: 'variation'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      zone: {
        name: 'zone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Evidence: {
    kind: 'OBJECT';
    name: 'Evidence';
    fields: {
      actor: { name: 'actor'; type: { kind: 'OBJECT'; name: 'Person'; ofType: null } };
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      data: {
        name: 'data';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      deliveryKey: {
        name: 'deliveryKey';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      digest: {
        name: 'digest';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      recordedAt: {
        name: 'recordedAt';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      source: {
        name: 'source';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      title: {
        name: 'title';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      type: {
        name: 'type';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      url: { name: 'url'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
    };
  };
  EvidenceOf: { name: 'EvidenceOf'; enumValues: 'EXCLUDED' | 'INCLUDED' | 'NUMERATOR' };
  Exclusion: {
    kind: 'OBJECT';
    name: 'Exclusion';
    fields: {
      count: {
        name: 'count';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      reason: {
        name: 'reason';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  FailureGrade: { name: 'FailureGrade'; enumValues: 'EXPLICIT' | 'REVERT' | 'ROLLBACK' | 'WINDOW' };
  Float: unknown;
  FlowFilter: {
    kind: 'INPUT_OBJECT';
    name: 'FlowFilter';
    isOneOf: false;
    inputFields: [
      { name: 'asOf'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null }; defaultValue: null },
      { name: 'environment'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'from';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
        defaultValue: null;
      },
      {
        name: 'services';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
        defaultValue: null;
      },
      {
        name: 'teams';
        type: {
          kind: 'LIST';
          name: never;
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
        };
        defaultValue: null;
      },
      {
        name: 'to';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
        defaultValue: null;
      },
      { name: 'zone'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
    ];
  };
  FlowScope: {
    kind: 'OBJECT';
    name: 'FlowScope';
    fields: {
      environments: {
        name: 'environments';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      firstAt: { name: 'firstAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      lastAt: { name: 'lastAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      services: {
        name: 'services';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      teams: {
        name: 'teams';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      watermark: { name: 'watermark'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
    };
  };
  FrequencyBucket: {
    kind: 'OBJECT';
    name: 'FrequencyBucket';
    fields: {
      from: {
        name: 'from';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      perDay: {
        name: 'perDay';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      to: {
        name: 'to';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
    };
  };
  FrequencyMetric: {
    kind: 'OBJECT';
    name: 'FrequencyMetric';
    fields: {
      asOf: {
        name: 'asOf';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      buckets: {
        name: 'buckets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'FrequencyBucket'; ofType: null };
            };
          };
        };
      };
      days: {
        name: 'days';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      definition: {
        name: 'definition';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Definition'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentConnection'; ofType: null };
        };
      };
      excluded: {
        name: 'excluded';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Exclusion'; ofType: null };
            };
          };
        };
      };
      limits: { name: 'limits'; type: { kind: 'OBJECT'; name: 'ProcessLimits'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      notes: {
        name: 'notes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      perDay: { name: 'perDay'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      population: {
        name: 'population';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      zone: {
        name: 'zone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  HistogramBar: {
    kind: 'OBJECT';
    name: 'HistogramBar';
    fields: {
      fromSeconds: {
        name: 'fromSeconds';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      toSeconds: {
        name: 'toSeconds';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  ID: unknown;
  Int: unknown;
  LeadTimeDefinition: {
    name: 'LeadTimeDefinition';
    enumValues:
      | 'BUILT_TO_DEPLOY'
      | 'COMMIT_TO_DEPLOY'
      | 'FIRST_COMMIT_TO_DEPLOY'
      | 'MERGED_TO_DEPLOY'
      | 'OPENED_TO_DEPLOY'
      | 'REQUESTED_TO_DEPLOY'
      | 'STARTED_TO_DEPLOY';
  };
  PageInfo: {
    kind: 'OBJECT';
    name: 'PageInfo';
    fields: {
      endCursor: { name: 'endCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      hasNextPage: {
        name: 'hasNextPage';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
    };
  };
  Person: {
    kind: 'OBJECT';
    name: 'Person';
    fields: {
      id: {
        name: 'id';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      name: { name: 'name'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
    };
  };
  ProcessLimits: {
    kind: 'OBJECT';
    name: 'ProcessLimits';
    fields: {
      centre: {
        name: 'centre';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      lower: {
        name: 'lower';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
      signals: {
        name: 'signals';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null };
            };
          };
        };
      };
      upper: {
        name: 'upper';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      };
    };
  };
  Query: {
    kind: 'OBJECT';
    name: 'Query';
    fields: {
      change: { name: 'change'; type: { kind: 'OBJECT'; name: 'Change'; ofType: null } };
      changeFailureRate: {
        name: 'changeFailureRate';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentRateMetric'; ofType: null };
        };
      };
      changes: {
        name: 'changes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'ChangeConnection'; ofType: null };
        };
      };
      deploymentFrequency: {
        name: 'deploymentFrequency';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'FrequencyMetric'; ofType: null };
        };
      };
      deploymentReworkRate: {
        name: 'deploymentReworkRate';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentRateMetric'; ofType: null };
        };
      };
      deployments: {
        name: 'deployments';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentConnection'; ofType: null };
        };
      };
      flow: {
        name: 'flow';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'FlowScope'; ofType: null } };
      };
      leadTime: {
        name: 'leadTime';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DurationMetric'; ofType: null };
        };
      };
      recoveryTime: {
        name: 'recoveryTime';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'RecoveryMetric'; ofType: null };
        };
      };
      scrapRate: {
        name: 'scrapRate';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'RateMetric'; ofType: null } };
      };
      sources: {
        name: 'sources';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'SourceHealth'; ofType: null };
            };
          };
        };
      };
    };
  };
  RateBucket: {
    kind: 'OBJECT';
    name: 'RateBucket';
    fields: {
      from: {
        name: 'from';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      numerator: {
        name: 'numerator';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      rate: { name: 'rate'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      to: {
        name: 'to';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      young: {
        name: 'young';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } };
      };
    };
  };
  RateMetric: {
    kind: 'OBJECT';
    name: 'RateMetric';
    fields: {
      asOf: {
        name: 'asOf';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      buckets: {
        name: 'buckets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'RateBucket'; ofType: null };
            };
          };
        };
      };
      byRule: {
        name: 'byRule';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'RuleCount'; ofType: null };
            };
          };
        };
      };
      definition: {
        name: 'definition';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Definition'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'ChangeConnection'; ofType: null };
        };
      };
      excluded: {
        name: 'excluded';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Exclusion'; ofType: null };
            };
          };
        };
      };
      limits: { name: 'limits'; type: { kind: 'OBJECT'; name: 'ProcessLimits'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      notes: {
        name: 'notes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      numerator: {
        name: 'numerator';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      population: {
        name: 'population';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      rate: { name: 'rate'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      zone: {
        name: 'zone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  RecoveryMetric: {
    kind: 'OBJECT';
    name: 'RecoveryMetric';
    fields: {
      asOf: {
        name: 'asOf';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      buckets: {
        name: 'buckets';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'DurationBucket'; ofType: null };
            };
          };
        };
      };
      definition: {
        name: 'definition';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Definition'; ofType: null } };
      };
      evidence: {
        name: 'evidence';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeploymentConnection'; ofType: null };
        };
      };
      excluded: {
        name: 'excluded';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'Exclusion'; ofType: null };
            };
          };
        };
      };
      histogram: {
        name: 'histogram';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'HistogramBar'; ofType: null };
            };
          };
        };
      };
      limits: { name: 'limits'; type: { kind: 'OBJECT'; name: 'ProcessLimits'; ofType: null } };
      mean: { name: 'mean'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      n: {
        name: 'n';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      notes: {
        name: 'notes';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'SCALAR'; name: 'String'; ofType: null };
            };
          };
        };
      };
      p50: { name: 'p50'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p75: { name: 'p75'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p85: { name: 'p85'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p90: { name: 'p90'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      p95: { name: 'p95'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      population: {
        name: 'population';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      variation: { name: 'variation'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } };
      zone: {
        name: 'zone';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  RuleCount: {
    kind: 'OBJECT';
    name: 'RuleCount';
    fields: {
      count: {
        name: 'count';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      rule: {
        name: 'rule';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
    };
  };
  Scrap: {
    kind: 'OBJECT';
    name: 'Scrap';
    fields: {
      at: {
        name: 'at';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      };
      environment: { name: 'environment'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      evidence: {
        name: 'evidence';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      rule: {
        name: 'rule';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ScrapRule'; ofType: null } };
      };
    };
  };
  ScrapRule: {
    name: 'ScrapRule';
    enumValues:
      | 'CAUSED_INCIDENT'
      | 'FAILED_DEPLOYMENT'
      | 'HOTFIXED'
      | 'REOPENED'
      | 'RETURNED'
      | 'REVERTED'
      | 'ROLLED_BACK';
  };
  SourceHealth: {
    kind: 'OBJECT';
    name: 'SourceHealth';
    fields: {
      accepted: {
        name: 'accepted';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      dead: {
        name: 'dead';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      ignored: {
        name: 'ignored';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      ignoredReasons: {
        name: 'ignoredReasons';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: {
            kind: 'LIST';
            name: never;
            ofType: {
              kind: 'NON_NULL';
              name: never;
              ofType: { kind: 'OBJECT'; name: 'RuleCount'; ofType: null };
            };
          };
        };
      };
      lastReceivedAt: { name: 'lastReceivedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } };
      name: {
        name: 'name';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      pending: {
        name: 'pending';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      received: {
        name: 'received';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      refused: {
        name: 'refused';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      rejected: {
        name: 'rejected';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } };
      };
      system: {
        name: 'system';
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } };
      };
      trouble: {
        name: 'trouble';
        type: {
          kind: 'NON_NULL';
          name: never;
          ofType: { kind: 'OBJECT'; name: 'DeliveryConnection'; ofType: null };
        };
      };
    };
  };
  String: unknown;
};

/** An IntrospectionQuery representation of your schema.
 *
 * @remarks
 * This is an introspection of your schema saved as a file by GraphQLSP.
 * It will automatically be used by `gql.tada` to infer the types of your GraphQL documents.
 * If you need to reuse this data or update your `scalars`, update `tadaOutputLocation` to
 * instead save to a .ts instead of a .d.ts file.
 */
export type introspection = {
  name: never;
  query: 'Query';
  mutation: never;
  subscription: never;
  types: introspection_types;
};

import * as gqlTada from 'gql.tada';

declare module 'gql.tada' {
  interface setupSchema {
    introspection: introspection;
  }
}
