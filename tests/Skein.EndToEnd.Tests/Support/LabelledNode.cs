namespace Skein.EndToEnd.Tests.Support;

/// <summary>A node with a label.</summary>
/// <param name="host">The host that has it.</param>
/// <param name="remove">Takes the label away.</param>
internal sealed class LabelledNode(string host, Func<Task> remove) : IAsyncDisposable
{
    public string Host => host;

    public async ValueTask DisposeAsync() => await remove();
}
