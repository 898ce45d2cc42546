/**
 * What a shell is told, by its name. Each script asks `leakgate completion words AT WORDS..`, which answers a line for each
 * word that fits: the word, and behind a tab what it means. Where none fits, files are completed.
 */
export const scripts: Readonly<Record<string, string>> = {
  bash: `_leakgate() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" completion words "$((COMP_CWORD - 1))" "\${COMP_WORDS[@]:1}" 2>/dev/null))
  COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}")
}
complete -o default -F _leakgate leakgate
`,
  zsh: `#compdef leakgate
_leakgate() {
  local -a found
  found=("\${(@f)$($words[1] completion words $((CURRENT - 2)) "\${(@)words[2,-1]}" 2>/dev/null)}")
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
  set -l found ($before[1] completion words (math (count $before) - 1) $before[2..-1] "$current" 2>/dev/null)
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
  & $before[0] completion words ($before.Count - 1) @words 2>$null | ForEach-Object {
    $word, $meaning = $_ -split "\`t", 2
    if (-not $meaning) { $meaning = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
  }
}
`,
};
