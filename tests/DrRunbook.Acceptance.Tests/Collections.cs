// Every case starts processes: more than two at a time would only make each of them slower.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
