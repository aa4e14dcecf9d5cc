"""Seconds that pm4py needs to read an event log and to compute its handover network and performance graph."""

import sys
import time

began = time.perf_counter()
import pm4py  # noqa: E402  its own start counts, as ours does

log = pm4py.read_xes(sys.argv[1])
pm4py.discover_handover_of_work_network(log)
pm4py.discover_performance_dfg(log)
print(f"{pm4py.__version__} {time.perf_counter() - began}")
