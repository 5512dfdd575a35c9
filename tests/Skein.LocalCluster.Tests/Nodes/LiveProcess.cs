namespace Skein.LocalCluster.Tests.Nodes;

/// <summary>Whether processes live.</summary>
internal static class LiveProcess
{
    /// <summary>False for one that has ended and was not waited for.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            var entry = File.ReadAllText($"/proc/{process}/stat");
            return entry[entry.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
