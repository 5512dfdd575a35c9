using Skein.Benchmarks;

// Each part measures one thing and prints one line per figure; build/bench builds this program, starts what it measures against, and
// makes ratios of the figures.
var parts = new Dictionary<string, Func<string[], Task<int>>>
{
    ["heartbeats"] = HeartbeatPart.RunAsync,
    ["scale"] = ScalePart.RunAsync,
    ["hdfs"] = TransferPart.RunAsync,
    ["kv-watch"] = WatchPart.RunAsync,
    ["kv-process"] = ProcessPart.RunAsync,
    ["kv-grpc"] = LoadPart.RunAsync,
    ["kv-fill"] = FillPart.RunAsync,
};

if (args.Length > 0 && parts.TryGetValue(args[0], out var part))
    return await part(args[1..]);
await Console.Error.WriteLineAsync($"usage: Skein.Benchmarks {string.Join('|', parts.Keys)} ARGUMENTS");
return 2;
