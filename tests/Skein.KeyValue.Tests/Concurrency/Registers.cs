namespace Skein.KeyValue.Tests.Concurrency;

/// <summary>The model of a store with two keys, a and b, whose values are digits. Zero is a key that is not set.</summary>
internal readonly record struct Registers(int A, int B)
{
    public int Get(string key) => key == "a" ? A : B;

    public Registers With(string key, int value) => key == "a" ? this with { A = value } : this with { B = value };
}
