/**
 * What a shell is told, by its name. Each script asks `leakgate completion words AT WORDS..`, which answers a line for each
 * word that fits: the word, and behind a tab what it means. Where none fits, files are completed. It is the `leakgate` of
 * the PATH that is asked: to complete `./leakgate` runs nothing of a folder that one has just met.
 */
export const scripts: Readonly<Record<string, string>> = {
  bash: `_leakgate() {
  local word
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    COMPREPLY+=("$word")
  done < <(leakgate completion words "$((COMP_CWORD - 1))" "\${COMP_WORDS[@]:1}" 2>/dev/null)
}
complete -o default -F _leakgate leakgate
`,
  zsh: `#compdef leakgate
_leakgate() {
  local -a found
  found=("\${(@f)$(leakgate completion words $((CURRENT - 2)) "\${(@)words[2,-1]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then
    found=("\${(@)found/$'\\t'/:}")
    _describe leakgate found
  else
    _files
  fi
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then
  _leakgate "$@"
else
  compdef _leakgate leakgate
fi
`,
  fish: `function __leakgate_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -l found (leakgate completion words (math (count $before) - 1) $before[2..-1] "$current" 2>/dev/null)
  if set -q found[1]
    printf '%s\\n' $found
  else
    __fish_complete_path "$current"
  end
end
complete -c leakgate -f -a '(__leakgate_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName leakgate -ScriptBlock {
  param($current, $line, $cursor)
  $before = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_" })
  $words = @($before | Select-Object -Skip 1) + @($current | Where-Object { $_ })
  leakgate completion words ($before.Count - 1) @words 2>$null | ForEach-Object {
    $word, $meaning = $_ -split "\`t", 2
    if (-not $meaning) { $meaning = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
  }
}
`,
};
