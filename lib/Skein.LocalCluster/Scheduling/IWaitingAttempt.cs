namespace Skein.LocalCluster.Scheduling;

/// <summary>An attempt as the scheduler sees it.</summary>
internal interface IWaitingAttempt
{
    /// <summary>Leaf name of its queue.</summary>
    string Queue { get; }

    /// <summary>Of two attempts in a queue the one with the higher number goes first.</summary>
    int Priority { get; }

    /// <summary>Of two attempts with one priority the one with the lower number goes first.</summary>
    long Sequence { get; }

    /// <summary>Whether it waits for the container of its application master, and so for nothing else yet.</summary>
    bool AwaitsMaster { get; }

    /// <summary>What it waits for.</summary>
    AskBook Asks { get; }

    /// <summary>Hosts that it wants nothing on.</summary>
    IReadOnlySet<string> Blacklist { get; }

    /// <summary>The tags that its application's containers carry.</summary>
    AllocationTags Tags { get; }
}
