namespace Primes;

/// <summary>The numbers from <paramref name="Start"/> to before <paramref name="End"/>, written as <c>start-end</c>.</summary>
internal readonly record struct NumberRange(int Start, int End)
{
    public static NumberRange Parse(string text) =>
        text.Split('-') is [var start, var end] ? new(int.Parse(start), int.Parse(end)) : throw new FormatException($"'{text}' is no range");

    public int CountPrimes()
    {
        var count = 0;
        for (var number = Math.Max(2, Start); number < End; number++)
        {
            if (IsPrime(number))
                count++;
        }

        return count;
    }

    public override string ToString() => $"{Start}-{End}";

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor <= number / divisor; divisor++)
        {
            if (number % divisor == 0)
                return false;
        }

        return true;
    }
}
