namespace Primes;

/// <summary>What a worker found, written as <c>count by worker</c>.</summary>
internal readonly record struct Result(int Count, string Worker)
{
    public static Result Parse(string text) =>
        text.Split(" by ") is [var count, var worker] ? new(int.Parse(count), worker) : throw new FormatException($"'{text}' is no result");

    public override string ToString() => $"{Count} by {Worker}";
}
