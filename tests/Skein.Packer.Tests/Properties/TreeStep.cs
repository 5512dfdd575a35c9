namespace Skein.Packer.Tests.Properties;

/// <summary>One thing to put into a directory. It is passed over where something else is in its way.</summary>
/// <param name="Directory">Names of the directories it lies in, outermost first.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Kind"><c>f</c> file, <c>s</c> file with a hole, <c>h</c> further name of a file, <c>l</c> link, <c>d</c> directory.</param>
/// <param name="Size">Bytes of a file; of a further name, which earlier file it is.</param>
/// <param name="Mode">The lower twelve mode bits.</param>
/// <param name="Modified">Seconds since the epoch.</param>
/// <param name="Target">Text of a link.</param>
public sealed record TreeStep(IReadOnlyList<string> Directory, string Name, char Kind, int Size, int Mode, long Modified, string Target)
{
    public override string ToString() =>
        $"{Kind} {string.Join('/', Directory)}/{Name} {Size} {Convert.ToString(Mode, 8)} {Modified} {Target}";
}
