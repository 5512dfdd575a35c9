using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs;

/// <summary>What a NameNode recommends, asked for once an hour at most. Safe to share between threads.</summary>
internal sealed class ServerDefaults
{
    // As Hadoop's client has it (dfs.client.server-defaults.validity.period.ms).
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private readonly NameNodeClient _nameNode;
    private readonly TimeProvider _time;
    private volatile Answer? _answer;

    public ServerDefaults(NameNodeClient nameNode, TimeProvider time)
    {
        _nameNode = nameNode;
        _time = time;
    }

    /// <exception cref="IOException">The NameNode can not be asked.</exception>
    public async ValueTask<FsServerDefaultsProto> GetAsync(CancellationToken cancellation)
    {
        if (_answer is { } known && _time.GetElapsedTime(known.Given) < Validity)
            return known.Defaults;
        // Two callers at once ask twice, which does no harm.
        var defaults = await _nameNode.GetServerDefaultsAsync(cancellation);
        _answer = new Answer(defaults, _time.GetTimestamp());
        return defaults;
    }

    private sealed record Answer(FsServerDefaultsProto Defaults, long Given);
}
