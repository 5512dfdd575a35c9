using System.Globalization;

namespace Skein.LocalCluster.Scheduling;

/// <summary>A leaf queue.</summary>
/// <param name="Path">Full path as reports show it, such as <c>root.default</c> or <c>root.fruit.apples</c>.</param>
/// <param name="Capacity">Its share of the whole cluster, from 0 to 1. It may take more while others leave theirs.</param>
public sealed record QueueDefinition(string Path, float Capacity)
{
    /// <summary>What applications name it by: the last part of the path.</summary>
    public string Name { get; } = QueueName.LeafOf(Path);

    /// <summary>Reads queues from <c>PATH=PERCENT</c> each, the path below <c>root</c>.</summary>
    /// <exception cref="FormatException">A text is no queue, or the queues are not a tree that shares the cluster out; the message says why.</exception>
    public static IReadOnlyList<QueueDefinition> ParseAll(IReadOnlyList<string> texts)
    {
        var queues = new List<QueueDefinition>();
        foreach (var text in texts)
            queues.Add(Parse(text));
        foreach (var queue in queues)
        {
            if (queues.Exists(other => !ReferenceEquals(other, queue) && other.Name == queue.Name))
                throw new FormatException($"there are two queues '{queue.Name}'; applications name a queue by the last part of its path alone");
            if (queues.Exists(other => other.Path.StartsWith(queue.Path + ".", StringComparison.Ordinal)))
                throw new FormatException($"'{queue.Path}' has queues below it and can have no share of its own");
        }

        var sum = queues.Sum(static queue => (double)queue.Capacity);
        return sum is > 0.999 and < 1.001
            ? queues
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the queues' shares add up to {100 * sum:0.#} percent, not to 100"));
    }

    private static QueueDefinition Parse(string text)
    {
        if (text.Split('=') is [var path, var share]
            && path.Length > 0
            && path.Split('.').All(static part => part.Length > 0 && part.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            && float.TryParse(share, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100)
        {
            return new QueueDefinition($"{QueueName.Root}.{path}", percent / 100);
        }

        throw new FormatException($"'{text}' is no queue and its share in percent, such as default=70 or fruit.apples=30");
    }
}
