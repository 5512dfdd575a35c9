namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>The machine's processes at one moment, by the sessions that they or their ancestors belong to.</summary>
internal sealed class SessionProcesses(IReadOnlyDictionary<int, ProcessEntry> entries)
{
    /// <summary>Reads the kernel's table.</summary>
    public static SessionProcesses Read()
    {
        var entries = new Dictionary<int, ProcessEntry>();
        foreach (var number in ProcessTable.Numbers())
        {
            if (ProcessTable.Find(number) is { } entry)
                entries[number] = entry;
        }

        return new SessionProcesses(entries);
    }

    /// <summary>Those of a session and their descendants.</summary>
    public List<ProcessEntry> Of(int session)
    {
        var own = new List<ProcessEntry>();
        foreach (var entry in entries.Values)
        {
            if (BelongsTo(entry, session))
                own.Add(entry);
        }

        return own;
    }

    private bool BelongsTo(ProcessEntry entry, int session)
    {
        // No chain of parents is longer than the table; numbers taken anew could close one to a ring.
        for (var i = 0; i <= entries.Count; i++)
        {
            if (entry.Session == session)
                return true;
            if (!entries.TryGetValue(entry.Parent, out entry!))
                return false;
        }

        return false;
    }
}
