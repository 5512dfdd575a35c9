using System.Globalization;
using Skein.Client;

namespace Primes;

/// <summary>
/// The keys by which coordinator and workers work together. <c>task.7</c> is there until it is done; <c>claim.7</c> while a worker is at
/// it, and since that worker owns the key, it is gone when the worker is; <c>result.7</c> is what came out.
/// </summary>
internal static class Board
{
    public static KeyRange Tasks { get; } = KeyRange.WithPrefix("task.");

    public static KeyRange Claims { get; } = KeyRange.WithPrefix("claim.");

    public static KeyRange Results { get; } = KeyRange.WithPrefix("result.");

    public static string Task(int number) => string.Create(CultureInfo.InvariantCulture, $"task.{number}");

    public static string ClaimOf(string task) => "claim." + task["task.".Length..];

    public static string ResultOf(string task) => "result." + task["task.".Length..];
}
