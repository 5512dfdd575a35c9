using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;

namespace DotNetClient;

/// <summary>What a program can ask of a running application, one topic a method. docs/programs.md quotes it.</summary>
public sealed class Tour(ApplicationClient application, TextWriter output)
{
    public async Task ContainersAsync(CancellationToken cancellation)
    {
        var specification = await application.GetSpecificationAsync(cancellation);
        foreach (var (service, description) in specification.Services)
            await output.WriteLineAsync($"{service}: {description.Instances} instances of {description.Resources?.Memory} MiB");

        // Sets the number; the containers added or killed come back. ScaleByAsync changes it.
        foreach (var added in await application.ScaleAsync("worker", 3, cancellation))
            await output.WriteLineAsync($"{ContainerName.Of(added)} is {added.State}");

        var environment = new Dictionary<string, string> { ["ROLE"] = "reserve" };
        var reserve = await application.AddContainerAsync("worker", environment, cancellation);
        await application.KillContainerAsync(reserve.ServiceName, reserve.Instance, cancellation);

        var running = await application.GetContainersAsync(["worker"], [Container.Types.State.Running], cancellation);
        await output.WriteLineAsync($"{running.Count} containers run");
    }

    public async Task KeysAsync(CancellationToken cancellation)
    {
        var store = application.KeyValue;
        await store.PutAsync("config.size", "10"u8.ToArray(), owner: null, cancellation);
        await store.PutAsync("config.mode", "fast"u8.ToArray(), owner: null, cancellation);

        if (await store.GetEntryAsync("config.mode", cancellation) is { } mode)
            await output.WriteLineAsync($"{mode.Key} is {mode.Text}, owned by {mode.Owner?.ServiceName ?? "nobody"}");

        var listing = await store.ListAsync(KeyRange.WithPrefix("config."), cancellation);
        await output.WriteLineAsync($"revision {listing.Revision}: {string.Join(", ", listing.Entries.Select(entry => entry.Key))}");

        var before = await store.SwapAsync("config.size", "20"u8.ToArray(), owner: null, cancellation);
        var last = await store.PopAsync("config.size", cancellation);
        await output.WriteLineAsync($"{before?.Text}, then {last?.Text}, now {await store.CountAsync(KeyRange.All, cancellation)} keys");
    }

    public async Task TransactionAsync(ContainerInstance? owner, CancellationToken cancellation)
    {
        // All of it is one step for everyone else: of many programs that try, one gets the lock.
        var outcome = await application.KeyValue.TransactAsync(
            new KeyTransaction()
                .If(KeyCondition.Missing("lock"))
                .Then(KeyOperation.Put("lock", "mine"u8.ToArray(), owner))
                .Else(KeyOperation.Get("lock")),
            cancellation);
        await output.WriteLineAsync(outcome.Succeeded ? "locked" : $"locked already: {outcome.Results[0].Entry?.Text}");
    }

    public async Task FollowAsync(CancellationToken cancellation)
    {
        // From the revision after the one that was read, so that nothing between the two is missed.
        var store = application.KeyValue;
        var listing = await store.ListAsync(KeyRange.All, cancellation);
        await foreach (var change in store.WatchAsync(KeyRange.All, kind: null, listing.Revision + 1, cancellation))
            await output.WriteLineAsync($"{change.Revision}: {change.Kind} {change.Key} {change.Entry.Text}");
    }

    public async Task<string?> WaitAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await application.KeyValue.WaitAsync(key, cancellation);
            return (await application.KeyValue.GetEntryAsync(key, cancellation))?.Text;
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.Unavailable)
        {
            await output.WriteLineAsync(e.Message);
            return null;
        }
    }

    public async Task PagesAsync(CancellationToken cancellation)
    {
        await application.Pages.AddAsync("dashboard", "http://node7:8787/", linkName: "Dashboard", cancellation);
        foreach (var page in await application.Pages.ListAsync(cancellation))
            await output.WriteLineAsync($"{page.LinkName}: {page.Address}");
        await application.Pages.RemoveAsync("dashboard", cancellation);
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        await application.SetProgressAsync(1, cancellation);
        await application.ShutdownAsync(FinalStatus.Succeeded, "All is done.", cancellation);
    }
}
