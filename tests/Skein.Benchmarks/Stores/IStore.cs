namespace Skein.Benchmarks.Stores;

/// <summary>A map that any number of threads may use at once.</summary>
internal interface IStore
{
    /// <summary>One word, for the figures.</summary>
    string Name { get; }

    void Put(string key, byte[] value);

    /// <summary>The value of a key; empty if it is not set.</summary>
    ReadOnlyMemory<byte> Get(string key);
}
