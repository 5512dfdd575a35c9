namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Does something once, when the first block is written.</summary>
internal sealed class FirstReport(Action act) : IProgress<PackProgress>
{
    private bool _came;

    public void Report(PackProgress value)
    {
        if (!_came)
            act();
        _came = true;
    }
}
