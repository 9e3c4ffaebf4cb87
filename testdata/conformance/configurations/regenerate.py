#!/usr/bin/env python3
"""What Terraform itself makes of the corpus: python regenerate.py ORACLE CORPUS [--jobs N] [--only TEXT]

Plans every root module below CORPUS with the tools in ORACLE (see its README for what they need) and writes the network
resources of each as compact facts to facts/REPOSITORY.json beside this script. Two plans make one set of facts: one with
unknown ids says which values Terraform knows before an apply, one with ids as tokens says which attribute of which resource
the others are. README.md describes the form.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def kept_types():
    """The resource types that the evaluator keeps."""
    text = open(os.path.join(PROJECT, 'src/terraform/network.rs')).read()
    return set(re.findall(r'"(aws_\w+)"', text))


class Schemas:
    """Which attributes are sets, and which are blocks."""

    def __init__(self, oracle):
        folder = os.path.join(oracle, 'schema')
        names = sorted((n for n in os.listdir(folder) if re.match(r'aws-\d', n)), key=lambda n: [-int(x) for x in re.findall(r'\d+', n)])
        self.zips = [zipfile.ZipFile(os.path.join(folder, n)) for n in names]

    def paths(self, kind):
        sets, blocks = set(), set()
        for archive in self.zips:
            try:
                self.walk(json.loads(archive.read(f'resource/{kind}.json')), '', sets, blocks)
            except KeyError:
                continue
        return sets, blocks

    def walk(self, block, prefix, sets, blocks):
        for name, attribute in block.get('attributes', {}).items():
            if isinstance(attribute.get('type'), list) and attribute['type'][0] == 'set':
                sets.add(prefix + name)
        for name, nested in block.get('block_types', {}).items():
            blocks.add(prefix + name)
            if nested['nesting_mode'] == 'set':
                sets.add(prefix + name)
            self.walk(nested['block'], f'{prefix}{name}.', sets, blocks)


def has_unknown(unknown):
    if isinstance(unknown, dict):
        return any(map(has_unknown, unknown.values()))
    if isinstance(unknown, list):
        return any(map(has_unknown, unknown))
    return unknown is True


def is_nothing(value):
    return value is None or value is False or value in ('', 0) or value == [] or value == {}


def fact(value):
    """A value of the graph made with tokens."""
    if isinstance(value, dict):
        if set(value) == {'ref'}:
            return {'$ref': value['ref']}
        if set(value) == {'text'}:
            return {'$text': value['text']}
        if value.get('unknown') is True:
            return {'$unknown': True}
        return {name: fact(inner) for name, inner in value.items()}
    return [fact(inner) for inner in value] if isinstance(value, list) else value


def merge(value, unknown, ids):
    """The value where it is known; where it is not, what the graph made with tokens says it is."""
    if not has_unknown(unknown):
        return value
    if unknown is True:
        # A mapping that is unknown as a whole has keys that are; invented ids decide them.
        is_reference = isinstance(ids, dict) and set(ids) <= {'ref', 'text'}
        return fact(ids) if is_reference or isinstance(ids, list) else {'$unknown': True}
    if isinstance(value, list):
        if isinstance(ids, list) and len(ids) == len(value):
            return [merge(v, unknown[i] if i < len(unknown) else None, ids[i]) for i, v in enumerate(value)]
        return {'$unknown': True} if ids is None else fact(ids)
    ids = ids if isinstance(ids, dict) else {}
    names = sorted(set(value) | set(unknown))
    return {n: merge(value.get(n), unknown.get(n), ids.get(n)) for n in names}


def configured(value, expressions, prefix, blocks):
    """Without what the provider fills in: only what is written, and in generated blocks only what is something."""
    result = {}
    for name, inner in value.items():
        path = prefix + name
        written = expressions.get(name) if expressions is not None else None
        if path in blocks:
            if not isinstance(inner, list) or not inner:
                continue
            if isinstance(written, dict):
                written = [written]
            static = written if isinstance(written, list) and len(written) == len(inner) else [None] * len(inner)
            result[name] = [configured(item, use, path + '.', blocks) if isinstance(item, dict) and not set(item) & {'$ref', '$text', '$unknown'}
                            else item for item, use in zip(inner, static)]
        elif (name in expressions) if expressions is not None else not is_nothing(inner):
            result[name] = inner
    return result


def short(value):
    """Long texts (user data, policies) by their length and their beginning."""
    if isinstance(value, str) and ('oracle stub' in value or 'b3JhY2xlIHN0dWI' in value):
        return {'$unknown': True}  # made from a file that is not there: a stand-in was read
    if isinstance(value, str) and len(value) > 160:
        return {'$long': [len(value), value[:80]]}
    if isinstance(value, dict):
        return {name: short(inner) for name, inner in value.items()}
    return [short(inner) for inner in value] if isinstance(value, list) else value


class Facts:
    def __init__(self, oracle, corpus):
        sys.path.insert(0, oracle)
        import tf_graph
        import tf_oracle
        self.tf_graph, self.tf_oracle, self.corpus = tf_graph, tf_oracle, corpus
        self.types = kept_types()
        self.schemas = Schemas(oracle)
        self.cache = {}

    def plan(self, directory, attempts):
        oracle = self.tf_oracle.Oracle(directory)
        last = None
        for ids, data, missing in attempts:
            for version in oracle.aws_versions:
                try:
                    return oracle.attempt(ids, data, missing, version)
                except self.tf_oracle.Rejected as error:
                    last = error
                    if error.stage == 'init' or error.kind != 'schema':
                        break
        raise last

    def of(self, directory):
        name = os.path.relpath(directory, self.corpus)
        result = {'root': name}
        try:
            known = self.plan(directory, [('unknown', 'unknown', 'unknown'), ('unknown', 'unknown', 'dummy'), ('unknown', 'known', 'dummy')])
        except BaseException:
            known, result['counts'] = None, 'unknown before apply'
        variables = (known['oracle']['missing_variables'] or {}).get('dummies') or {} if known else {}
        data = known['oracle']['data'] if known else 'known'
        try:
            ids = self.plan(directory, [('token', data, 'dummy' if variables or not known else 'unknown')])
            graph = {node['address']: node['attributes'] for node in self.tf_graph.Graph(ids, True).run()['nodes']}
        except BaseException as error:
            if not known:
                return {'root': name, 'refused': f'{type(error).__name__}: {error}'.replace(self.corpus, '')[:300]}
            graph = {}
        if not known:
            variables = (ids['oracle']['missing_variables'] or {}).get('dummies') or {}
        reader = self.tf_graph.Graph(known or ids, True)
        resources = {}
        for change in (known or ids)['resource_changes']:
            if change['mode'] == 'managed' and change['type'] in self.types and change['change']['actions'] != ['delete']:
                resources[change['address']] = self.resource(reader, change, graph.get(change['address'], {}), known)
        return {**result, 'variables': variables, 'resources': resources}

    def resource(self, reader, change, ids, known):
        kind, after = change['type'], change['change'].get('after') or {}
        unknown = change['change'].get('after_unknown') or {}
        expressions = reader.config_of(change['address'])[1].get('expressions', {})
        if kind not in self.cache:
            self.cache[kind] = self.schemas.paths(kind)
        _, blocks = self.cache[kind]
        names = sorted(set(after) | set(unknown))
        merged = {n: merge(after.get(n), unknown.get(n), ids.get(n)) if known else fact(ids.get(n)) for n in names}
        return short(configured(merged, expressions, '', blocks))


def roots(oracle, corpus):
    import hclscan
    found, called = [], set()
    for directory, subdirectories, files in os.walk(corpus):
        subdirectories[:] = sorted(s for s in subdirectories if s not in ('.git', '.terraform'))
        if any(f.endswith(('.tf', '.tf.json')) for f in files):
            found.append(directory)
            for _, source, _ in hclscan.Module(directory).module_sources():
                if hclscan.is_local(source):
                    called.add(os.path.normpath(os.path.join(directory, source)))
    return [d for d in found if os.path.normpath(d) not in called and '/modules/' not in d[len(corpus):]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('oracle')
    parser.add_argument('corpus')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--only', default='')
    arguments = parser.parse_args()
    corpus = os.path.realpath(arguments.corpus)
    facts = Facts(os.path.realpath(arguments.oracle), corpus)
    directories = [d for d in roots(arguments.oracle, corpus) if arguments.only in d]
    by_repository = collections.defaultdict(list)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as executor:
        for result in executor.map(facts.of, directories):
            by_repository[result['root'].split('/')[0]].append(result)
            print(result['root'], 'refused' if 'refused' in result else len(result['resources']), file=sys.stderr, flush=True)
    folder = os.path.join(HERE, 'facts')
    os.makedirs(folder, exist_ok=True)
    sets = {kind: sorted(facts.schemas.paths(kind)[0]) for kind in sorted(facts.types)}
    json.dump({k: v for k, v in sets.items() if v}, open(os.path.join(folder, 'sets.json'), 'w'), indent=1)
    for repository, found in sorted(by_repository.items()):
        with open(os.path.join(folder, f'{repository}.json'), 'w') as out:
            out.write('[\n' + ',\n'.join(json.dumps(f, sort_keys=True, separators=(',', ':')) for f in found) + '\n]\n')


main()
