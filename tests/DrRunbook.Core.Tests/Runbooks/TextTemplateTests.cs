using CsCheck;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Runbooks;

public sealed class TextTemplateTests
{
    private static readonly string[] Literals = ["$", "{", "}", "${", "$${", "{run.id}", "a", ""];

    private static readonly string[] References = ["run.id", "env.X", "steps.core/db.outcome"];

    private static readonly Gen<TemplatePart> Part = Gen.OneOf(
        Gen.Int[0, Literals.Length - 1].Select(index => Literals[index]).Select(text => new TemplatePart(text, IsReference: false)),
        Gen.Int[0, References.Length - 1].Select(index => References[index]).Select(name => new TemplatePart(name, IsReference: true)));

    [Fact]
    public void What_is_written_reads_back_as_the_same_parts() =>
        Part.Array[0, 6].Where(parts => TextTemplate.CanBeWritten([.. parts.Where(part => part.IsReference || part.Text.Length > 0)])).Sample(parts =>
        {
            var template = new TextTemplate([.. parts]);
            return TextTemplate.Parse(template.ToString()).Parts.SequenceEqual(template.Parts);
        });

    [Fact]
    public void Literals_side_by_side_never_become_a_reference()
    {
        var template = new TextTemplate([new("$", IsReference: false), new("{env.SECRET}", IsReference: false)]);

        Assert.Empty(template.References);
        Assert.Empty(TextTemplate.Parse(template.ToString()).References);
        Assert.Equal("${env.SECRET}", template.Expand(_ => throw new InvalidOperationException("there is no reference")));
    }

    [Fact]
    public void A_dollar_right_before_a_reference_has_no_written_form() =>
        Assert.Throws<ArgumentException>(() => new TextTemplate([new("costs $", IsReference: false), new("run.id", IsReference: true)]));

    [Fact]
    public void References_are_filled_in_and_escapes_are_not() =>
        Assert.Equal("run 7 of ${HOME}", TextTemplate.Parse("run ${run.id} of $${HOME}").Expand(name => name == "run.id" ? "7" : "?"));
}
